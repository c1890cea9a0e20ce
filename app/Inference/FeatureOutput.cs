using Microsoft.ML.OnnxRuntime;

namespace RoomTypes.Inference;

/// <summary>A model's outputs with the features among them, and the memory for these.</summary>
internal sealed class FeatureOutput : IDisposable
{
    private readonly float[] _features;
    private readonly int _width;
    private readonly int _height;

    public FeatureOutput(ModelSession model, ClassifierHead head, OrtValue[] outputs)
    {
        var shape = model.Session.OutputMetadata[head.Features].Dimensions;
        (_height, _width) = (shape[2], shape[3]);
        _features = GC.AllocateArray<float>(shape[1] * _height * _width, pinned: true);
        Names = [.. model.OutputNames, head.Features];
        Values = [.. outputs, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _features.AsMemory(), [1, shape[1], _height, _width])];
    }

    /// <summary>The model's own and the features'.</summary>
    public string[] Names { get; }

    /// <summary>What they are written to.</summary>
    public OrtValue[] Values { get; }

    /// <summary>The map of a label after a run.</summary>
    public ClassActivation Map(ClassifierHead head, int label) => ClassActivation.Of(head, _features, label, _width, _height);

    /// <summary>The mean over positions after a run: the embedding.</summary>
    public float[] Mean()
    {
        var positions = _width * _height;
        var means = new float[_features.Length / positions];
        for (var channel = 0; channel < means.Length; channel++)
        {
            var sum = 0f;
            foreach (var value in _features.AsSpan(channel * positions, positions)) sum += value;
            means[channel] = sum / positions;
        }

        return means;
    }

    public void Dispose() => Values[^1].Dispose();
}
