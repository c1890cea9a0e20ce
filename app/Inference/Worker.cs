using System.Diagnostics;
using RoomTypes.Decoding;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>What one thread needs to decode a picture and run models on it; nothing is allocated a picture but the answer.</summary>
/// <param name="decoder">Turns files into input tensors.</param>
internal sealed class Worker(ImageDecoder decoder) : IDisposable
{
    private readonly Dictionary<PictureSize, InputTensor> _inputs = [];
    private readonly Dictionary<ModelSession, ModelRunner> _runners = [];

    /// <summary>Decodes and infers.</summary>
    public void Run(PictureJob job)
    {
        try
        {
            var probabilities = new float[job.Models.Count][];
            foreach (var group in Sizes(job.Models))
            {
                var input = Input(group);
                var start = Stopwatch.GetTimestamp();
                decoder.Decode(job.Image.Span, group.Width, group.Height, input.Pixels);
                var decoded = Stopwatch.GetTimestamp();
                Infer(job, group, probabilities);
                job.Decoding += Stopwatch.GetElapsedTime(start, decoded);
                job.Inferring += Stopwatch.GetElapsedTime(decoded);
            }

            job.Probabilities = probabilities;
        }
        catch (ImageRejectedException rejection)
        {
            job.Rejection = rejection;
        }
    }

    /// <summary>Runs every model once on a grey picture, so that the first real one meets no lazy initialisation.</summary>
    public void WarmUp(ModelCatalog catalog)
    {
        foreach (var model in catalog.Sessions)
        {
            Input(model.InputSize).Pixels.Fill(128);
            Runner(model).Run();
        }
    }

    public void Dispose()
    {
        foreach (var runner in _runners.Values) runner.Dispose();
        foreach (var input in _inputs.Values) input.Dispose();
    }

    /// <summary>The input sizes among the models; almost always one.</summary>
    private static IEnumerable<PictureSize> Sizes(IReadOnlyList<ModelSession> models) =>
        models.Count == 1 ? [models[0].InputSize] : models.Select(model => model.InputSize).Distinct();

    private void Infer(PictureJob job, PictureSize size, float[][] probabilities)
    {
        for (var i = 0; i < job.Models.Count; i++)
        {
            if (job.Models[i].InputSize == size) probabilities[i] = Runner(job.Models[i]).Run().ToArray();
        }
    }

    private InputTensor Input(PictureSize size)
    {
        if (!_inputs.TryGetValue(size, out var input)) _inputs[size] = input = new InputTensor(size);
        return input;
    }

    private ModelRunner Runner(ModelSession model)
    {
        if (!_runners.TryGetValue(model, out var runner)) _runners[model] = runner = new ModelRunner(model, Input(model.InputSize));
        return runner;
    }
}
