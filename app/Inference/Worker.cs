using System.Diagnostics;
using RoomTypes.Decoding;
using RoomTypes.Telemetry;

namespace RoomTypes.Inference;

/// <summary>What one thread needs to decode a picture and run models on it; nothing is allocated a picture but the answer.</summary>
internal sealed class Worker : IDisposable
{
    private readonly ImageDecoder _decoder;
    private readonly Dictionary<PictureSize, InputTensor> _inputs = [];

    /// <summary>Makes the inputs of a catalog's models; those of later ones are made when they come.</summary>
    public Worker(ImageDecoder decoder, ModelCatalog catalog)
    {
        _decoder = decoder;
        foreach (var model in catalog.Sessions) _ = Input(model.InputSize);
    }

    /// <summary>Decodes and infers.</summary>
    /// <param name="job">The picture; takes the outcome.</param>
    /// <param name="trace">The span of its request; none where nobody listens.</param>
    public void Run(PictureJob job, ActivityContext trace = default)
    {
        try
        {
            var (probabilities, energies) = (new float[job.Models.Count][], new float[job.Models.Count]);
            foreach (var group in Sizes(job.Models))
            {
                var input = Input(group);
                var start = Stopwatch.GetTimestamp();
                Decode(job, input, group, trace);
                var decoded = Stopwatch.GetTimestamp();
                Infer(job, group, probabilities, energies, trace);
                job.Decoding += Stopwatch.GetElapsedTime(start, decoded);
                job.Inferring += Stopwatch.GetElapsedTime(decoded);
            }

            (job.Probabilities, job.Energies) = (probabilities, energies);
        }
        catch (ImageRejectedException rejection)
        {
            job.Rejection = rejection;
        }

        job.Done?.Invoke(job);
    }

    public void Dispose()
    {
        foreach (var input in _inputs.Values) input.Dispose();
    }

    /// <summary>The input sizes among the models; almost always one.</summary>
    private static IEnumerable<PictureSize> Sizes(IReadOnlyList<ModelSession> models) =>
        models.Count == 1 ? [models[0].InputSize] : models.Select(model => model.InputSize).Distinct();

    private void Decode(PictureJob job, InputTensor input, PictureSize size, ActivityContext trace)
    {
        using var span = Stages.Begin("decode", trace);
        span?.SetTag("room_type.picture.bytes", job.Image.Length);
        try
        {
            _decoder.Decode(job.Image.Span, size.Width, size.Height, input.Pixels);
            if (job.Embed) job.Quality ??= PictureQuality.Of(input.Pixels, size.Width, _decoder.ReadHeader(job.Image.Span));
        }
        catch (ImageRejectedException rejection)
        {
            span.Failed(rejection.Code);
            throw;
        }
    }

    private void Infer(PictureJob job, PictureSize size, float[][] probabilities, float[] energies, ActivityContext trace)
    {
        for (var i = 0; i < job.Models.Count; i++)
        {
            if (job.Models[i].InputSize != size) continue;
            using var span = Stages.Begin("infer", trace);
            span?.SetTag("room_type.model", job.Models[i].Registered.Reference.ToString());
            (probabilities[i], energies[i]) = Run(job, i, Input(size));
        }
    }

    private static (float[] Probabilities, float Energy) Run(PictureJob job, int model, InputTensor input)
    {
        var runner = job.Models[model].Rent();
        try
        {
            return (Run(runner, job, model, input).ToArray(), runner.Energy);
        }
        finally
        {
            job.Models[model].Return(runner);
        }
    }

    private static ReadOnlySpan<float> Run(ModelRunner runner, PictureJob job, int model, InputTensor input)
    {
        if (!job.Embed && job.Explain is null) return runner.Run(input);
        float[]? embedding = null;
        var probabilities = job.Explain is { } labels
            ? runner.Run(input, labels, out (job.Maps ??= new ClassActivation[job.Models.Count][])[model])
            : runner.Run(input, out embedding);
        if (job.Embed) (job.Embeddings ??= new float[]?[job.Models.Count])[model] = embedding ?? (job.Explain is null ? null : runner.ExplainedEmbedding());
        return probabilities;
    }

    private InputTensor Input(PictureSize size)
    {
        if (!_inputs.TryGetValue(size, out var input)) _inputs[size] = input = new InputTensor(size);
        return input;
    }
}
