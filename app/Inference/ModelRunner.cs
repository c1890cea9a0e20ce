using Microsoft.ML.OnnxRuntime;

namespace RoomTypes.Inference;

/// <summary>A model bound to an output of its own, for one run at a time.</summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly ModelSession _model;
    private readonly RunOptions _options = new();
    private readonly float[] _probabilities;
    private readonly float[]? _logits;
    private readonly OrtValue[] _inputs = new OrtValue[1];
    private readonly OrtValue[] _outputs;
    private FeatureOutput? _features;
    private EmbeddingOutput? _embedding;

    public ModelRunner(ModelSession model)
    {
        _model = model;
        _probabilities = GC.AllocateArray<float>(model.Manifest.Labels.Count, pinned: true);
        _logits = model.Manifest.Unknown is null ? null : GC.AllocateArray<float>(_probabilities.Length, pinned: true);
        _outputs = [.. new[] { _probabilities, _logits }.OfType<float[]>().Select(values => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(), [1, values.Length]))];
    }

    /// <summary>The energy of the picture of the last run (see <see cref="Inference.Energy"/>); NaN where the model tells none.</summary>
    public float Energy => _logits is null ? float.NaN : Inference.Energy.Of(_logits);

    /// <summary>Runs the model on what the input holds; the answer is overwritten by the next run.</summary>
    public ReadOnlySpan<float> Run(InputTensor input)
    {
        _inputs[0] = input.Value;
        _model.Session.Run(_options, _model.InputNames, _inputs, _model.OutputNames, _outputs);
        return _probabilities;
    }

    /// <summary>Runs it and tells the embedding too.</summary>
    /// <param name="input">The picture.</param>
    /// <param name="embedding">Null where the model has none.</param>
    public ReadOnlySpan<float> Run(InputTensor input, out float[]? embedding)
    {
        embedding = null;
        if (_model.Embedding is not { } spec) return Run(input);
        _inputs[0] = input.Value;
        var output = _embedding ??= new EmbeddingOutput(_model, spec, _outputs);
        _model.Session.Run(_options, _model.InputNames, _inputs, output.Names, output.Values);
        embedding = output.Embedding;
        return _probabilities;
    }

    /// <summary>Runs it and explains the answer.</summary>
    /// <param name="input">The picture.</param>
    /// <param name="labels">Labels to explain beside the most probable one; those that the model lacks are passed over.</param>
    /// <param name="maps">For the most probable label first.</param>
    /// <exception cref="InvalidOperationException">The model's answers cannot be explained.</exception>
    public ReadOnlySpan<float> Run(InputTensor input, IReadOnlyList<string> labels, out ClassActivation[] maps)
    {
        var head = _model.Head ?? throw new InvalidOperationException($"{_model.Registered.Reference} has no class activation maps.");
        _inputs[0] = input.Value;
        var features = _features ??= new FeatureOutput(_model, head, _outputs);
        _model.Session.Run(_options, _model.InputNames, _inputs, features.Names, features.Values);
        var top = _probabilities.AsSpan().IndexOf(_probabilities.Max());
        maps = [.. labels.Select(_model.LabelIndex).Where(label => label >= 0).Prepend(top).Distinct().Select(label => features.Map(head, label))];
        return _probabilities;
    }

    /// <summary>The embedding of what was explained last.</summary>
    public float[] ExplainedEmbedding() => _features!.Mean();

    public void Dispose()
    {
        _features?.Dispose();
        _embedding?.Dispose();
        foreach (var output in _outputs) output.Dispose();
        _options.Dispose();
    }
}
