using Microsoft.ML.OnnxRuntime;

namespace RoomTypes.Inference;

/// <summary>A model bound to one worker's input and to an output of its own.</summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly ModelSession _model;
    private readonly RunOptions _options = new();
    private readonly float[] _probabilities;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    public ModelRunner(ModelSession model, InputTensor input)
    {
        _model = model;
        _probabilities = GC.AllocateArray<float>(model.Manifest.Labels.Count, pinned: true);
        _inputs = [input.Value];
        _outputs = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _probabilities.AsMemory(), [1, _probabilities.Length])];
    }

    /// <summary>Runs the model on what the input holds; the answer is overwritten by the next run.</summary>
    public ReadOnlySpan<float> Run()
    {
        _model.Session.Run(_options, _model.InputNames, _inputs, ModelSession.OutputNames, _outputs);
        return _probabilities;
    }

    public void Dispose()
    {
        _outputs[0].Dispose();
        _options.Dispose();
    }
}
