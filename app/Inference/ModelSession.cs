using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RoomTypes.Models;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace RoomTypes.Inference;

/// <summary>A loaded model: made once, shared by all workers.</summary>
public sealed class ModelSession : IDisposable
{
    private const string ProbabilitiesOutput = "probabilities";
    private readonly string[] _inputNames;

    private ModelSession(RegisteredModel registered, ModelManifest manifest, InferenceSession session)
    {
        Registered = registered;
        Manifest = manifest;
        Session = session;
        _inputNames = [manifest.Input.Name];
    }

    /// <summary>The model's entry in the registry.</summary>
    public RegisteredModel Registered { get; }

    /// <summary>What the model takes and answers.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The width and height in pixels of the picture it takes.</summary>
    public PictureSize InputSize => new(Manifest.Preprocessing.Width, Manifest.Preprocessing.Height);

    internal InferenceSession Session { get; }

    internal IReadOnlyCollection<string> InputNames => _inputNames;

    internal static IReadOnlyCollection<string> OutputNames { get; } = [ProbabilitiesOutput];

    /// <summary>Loads the file, compares it with the manifest and runs it once on a grey picture: the first real one meets no lazy initialisation.</summary>
    /// <exception cref="ModelUnavailableException">The file does not load, or a name, type, shape or label count differs.</exception>
    public static ModelSession Load(RegisteredModel registered, ModelManifest manifest, string file)
    {
        ModelRuntime.Require();
        InferenceSession session;
        try
        {
            using var options = Options(exact: true);
            session = new InferenceSession(file, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelUnavailableException($"{Path.GetFileName(file)} of {registered.Reference} is not a model that ONNX Runtime can load; the log says why.", exception);
        }

        var differences = Differences(manifest, session).ToList();
        if (differences.Count == 0) return WarmedUp(new(registered, manifest, session));
        session.Dispose();
        throw new ModelUnavailableException($"{registered.Reference} is not what its manifest says: {string.Join("; ", differences)}.");
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    private static ModelSession WarmedUp(ModelSession model)
    {
        using var input = new InputTensor(model.InputSize);
        input.Pixels.Fill(128);
        using var runner = new ModelRunner(model, input);
        runner.Run();
        return model;
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
        foreach (var output in manifest.Outputs)
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
