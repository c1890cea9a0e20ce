using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RoomTypes.Models;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace RoomTypes.Inference;

/// <summary>A loaded model as a catalog has it: shared by all workers, and with the catalogs that follow while its files stay the same.</summary>
public sealed class ModelSession : IDisposable
{
    internal const string ProbabilitiesOutput = "probabilities";
    private const string EmbeddingOutput = "embedding";
    private readonly LoadedModel _loaded;
    private readonly Lazy<ClassifierHead?> _head;
    private int _disposed;

    private ModelSession(RegisteredModel registered, LoadedModel loaded, string file)
    {
        (Registered, _loaded) = (registered, loaded);
        _head = new(() => FindHead(file), LazyThreadSafetyMode.PublicationOnly);
    }

    private ModelSession(RegisteredModel registered, ModelSession other) =>
        (Registered, _loaded, _head) = (registered, other._loaded.Share(), other._head);

    /// <summary>The model's entry in the registry.</summary>
    public RegisteredModel Registered { get; }

    /// <summary>What the model takes and answers.</summary>
    public ModelManifest Manifest => _loaded.Manifest;

    /// <summary>The width and height in pixels of the picture it takes.</summary>
    public PictureSize InputSize => new(Manifest.Preprocessing.Width, Manifest.Preprocessing.Height);

    /// <summary>The end of the graph, by which a picture's answer can be explained; null where it has another form. Read when first asked for.</summary>
    internal ClassifierHead? Head => _head.Value;

    /// <summary>Whether answers can be explained.</summary>
    public bool CanExplain => Head is not null;

    /// <summary>The output of what the head sees of a picture, float32 [-1, channels]; null where the model has none.</summary>
    public TensorSpec? Embedding => Manifest.Outputs.FirstOrDefault(output => output.Name == EmbeddingOutput);

    internal InferenceSession Session => _loaded.Session;

    internal IReadOnlyCollection<string> InputNames => _loaded.InputNames;

    /// <summary>The outputs of every run: the probabilities, and the logits where the manifest names them.</summary>
    internal IReadOnlyCollection<string> OutputNames => _loaded.OutputNames;

    /// <summary>Loads the file, compares it with the manifest and runs it once on a grey picture: the first real one meets no lazy initialisation.</summary>
    /// <param name="registered">Its entry in the registry.</param>
    /// <param name="manifest">What it shall be.</param>
    /// <param name="file">The model's.</param>
    /// <param name="manifestSha256">The manifest's digest; empty where it does not matter.</param>
    /// <param name="optimized">The same as an optimised graph, if there is one.</param>
    /// <exception cref="ModelUnavailableException">The file does not load, or a name, type, shape or label count differs.</exception>
    public static ModelSession Load(RegisteredModel registered, ModelManifest manifest, string file, string manifestSha256 = "", string? optimized = null)
    {
        ModelRuntime.Require();
        InferenceSession session;
        try
        {
            using var options = Options(exact: true);
            session = optimized is null ? InnerOutputs.Open(file, manifest, options) : new(optimized, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelUnavailableException($"{Path.GetFileName(optimized ?? file)} of {registered.Reference} is not a model that ONNX Runtime can load; the log says why.", exception);
        }

        var differences = Differences(manifest, session).ToList();
        if (differences.Count == 0) return WarmedUp(new(registered, new LoadedModel(manifest, manifestSha256, session), file));
        session.Dispose();
        throw new ModelUnavailableException($"{registered.Reference} is not what its manifest says: {string.Join("; ", differences)}.");
    }

    /// <summary>A label's place among the probabilities, or -1.</summary>
    internal int LabelIndex(string label)
    {
        for (var i = 0; i < Manifest.Labels.Count; i++)
        {
            if (Manifest.Labels[i] == label) return i;
        }

        return -1;
    }

    /// <summary>The same model for the registry's newer entry of it, or null if its file or manifest is another now.</summary>
    internal ModelSession? For(RegisteredModel registered, string manifestSha256) =>
        Registered.Reference == registered.Reference && Registered.Sha256.Equals(registered.Sha256, StringComparison.OrdinalIgnoreCase) && _loaded.ManifestSha256 == manifestSha256
            ? new(registered, this)
            : null;

    /// <summary>What a run is made with; to be given back after it.</summary>
    internal ModelRunner Rent() => _loaded.Rent(this);

    /// <summary>Gives it back.</summary>
    internal void Return(ModelRunner runner) => _loaded.Return(runner);

    /// <summary>Lets go of it: the last one to do so unloads it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _loaded.Release();
    }

    private ClassifierHead? FindHead(string file)
    {
        if (Manifest.Head is not { } spec) return null;
        var bytes = File.ReadAllBytes(file);
        // Where the file is another by now, its weights are not those that run.
        if (!Digest.Compute(bytes).Equals(Registered.Sha256, StringComparison.OrdinalIgnoreCase) || ClassifierHead.Find(bytes, spec) is not { } head) return null;
        return Session.OutputMetadata.TryGetValue(head.Features, out var features) && head.Fits(features.Dimensions) ? head : null;
    }

    private static ModelSession WarmedUp(ModelSession model)
    {
        using var input = new InputTensor(model.InputSize);
        input.Pixels.Fill(128);
        var runner = model.Rent();
        try
        {
            runner.Run(input);
            return model;
        }
        catch (OnnxRuntimeException exception)
        {
            model.Dispose();
            throw new ModelUnavailableException($"{model.Registered.Reference} cannot be run; the log says why.", exception);
        }
        finally
        {
            model.Return(runner);
        }
    }

    /// <summary>
    /// One thread a run: the workers are the parallelism. Spinning would burn the container's CPU quota between runs.
    /// </summary>
    /// <param name="exact">
    /// Whether int8 answers are exact on processors whose kernels for signed weights saturate: the weights are turned into unsigned ones
    /// there. Changes nothing on other processors: ONNX Runtime would do the same on those with AMX, whose kernels do not saturate, and
    /// run three times as long.
    /// </param>
    internal static SessionOptions Options(bool exact)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.x64quantprecision", exact && Int8Kernels.Saturate ? "1" : "0");
        return options;
    }

    private static IEnumerable<string> Differences(ModelManifest manifest, InferenceSession session)
    {
        foreach (var difference in TensorDifferences("input", manifest.Input, session.InputMetadata)) yield return difference;
        foreach (var output in manifest.Outputs.Concat(Logits(manifest)))
        {
            foreach (var difference in TensorDifferences("output", output, session.OutputMetadata)) yield return difference;
        }

        var probabilities = manifest.Outputs.FirstOrDefault(output => output.Name == ProbabilitiesOutput);
        if (probabilities is null)
        {
            yield return $"the manifest has no output named {ProbabilitiesOutput}";
        }
        else if (probabilities.Shape[^1] != manifest.Labels.Count)
        {
            yield return $"{ProbabilitiesOutput} has {probabilities.Shape[^1]} values, the manifest {manifest.Labels.Count} labels";
        }
    }

    private static IEnumerable<TensorSpec> Logits(ModelManifest manifest) =>
        manifest.Unknown is { } unknown ? [new TensorSpec { Name = unknown.Logits, Type = "float32", Shape = [-1, manifest.Labels.Count] }] : [];

    private static IEnumerable<string> TensorDifferences(string kind, TensorSpec spec, IReadOnlyDictionary<string, NodeMetadata> nodes)
    {
        if (!nodes.TryGetValue(spec.Name, out var node))
        {
            yield return $"{kind} {spec.Name} is missing, the model has {string.Join(", ", nodes.Keys)}";
            yield break;
        }

        if (ElementType(node) != spec.Type) yield return $"{kind} {spec.Name} is {ElementType(node)}, the manifest says {spec.Type}";
        var actual = node.IsTensor ? node.Dimensions : [];
        if (!actual.SequenceEqual(spec.Shape))
        {
            yield return $"{kind} {spec.Name} has shape [{string.Join(", ", actual)}], the manifest says [{string.Join(", ", spec.Shape)}]";
        }
    }

    private static string ElementType(NodeMetadata node) => !node.IsTensor ? node.OnnxValueType.ToString() : node.ElementDataType switch
    {
        TensorElementType.UInt8 => "uint8",
        TensorElementType.Float => "float32",
        var other => other.ToString(),
    };
}

/// <summary>A width and a height in pixels.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>Bytes of an RGB picture of this size.</summary>
    public int RgbBytes => Width * Height * 3;
}
