using Microsoft.ML.OnnxRuntime;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>A model's outputs with the embedding among them, and the memory for it.</summary>
internal sealed class EmbeddingOutput : IDisposable
{
    private readonly float[] _embedding;

    public EmbeddingOutput(ModelSession model, TensorSpec embedding, OrtValue[] outputs)
    {
        _embedding = GC.AllocateArray<float>(embedding.Shape[^1], pinned: true);
        Names = [.. model.OutputNames, embedding.Name];
        Values = [.. outputs, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _embedding.AsMemory(), [1, _embedding.Length])];
    }

    /// <summary>The model's own and the embedding's.</summary>
    public string[] Names { get; }

    /// <summary>What they are written to.</summary>
    public OrtValue[] Values { get; }

    /// <summary>A copy of the embedding after a run.</summary>
    public float[] Embedding => [.. _embedding];

    public void Dispose() => Values[^1].Dispose();
}
