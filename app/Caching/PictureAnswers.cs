using RoomTypes.Inference;

namespace RoomTypes.Caching;

/// <summary>The answers to one picture of a request, by model, as they come together.</summary>
/// <param name="job">The picture.</param>
/// <param name="keys">The names of its answers.</param>
internal sealed class PictureAnswers(PictureJob job, AnswerKey[] keys)
{
    private readonly KeptAnswer?[] _answers = new KeptAnswer?[keys.Length];

    /// <summary>The names of its answers, by model.</summary>
    public AnswerKey[] Keys { get; } = keys;

    /// <summary>The picture.</summary>
    public PictureJob Job { get; } = job;

    /// <summary>The models whose answer is not there; none once the picture has been refused.</summary>
    public IEnumerable<int> Missing => Job.Rejection is null ? Enumerable.Range(0, Keys.Length).Where(model => _answers[model] is null) : [];

    /// <summary>Takes what was kept, or made for another request.</summary>
    public void Take(int model, KeptAnswer answer)
    {
        _answers[model] = answer;
        Job.Spared += TimeSpan.FromMilliseconds(answer.Milliseconds);
    }

    /// <summary>How it ended elsewhere.</summary>
    public void Take(int model, Landing landing)
    {
        if (landing.Answer is { } answer) Take(model, answer);
        else Job.Rejection = landing.Rejection;
    }

    /// <summary>The work on those models' answers.</summary>
    public PictureJob Work(List<int> models) => models.Count == Keys.Length ? Job : new PictureJob(Job.Image, models.ConvertAll(model => Job.Models[model]), Job.Cost) { Embed = Job.Embed };

    /// <summary>Takes what was made for this request.</summary>
    public void TakeOwn(int model, KeptAnswer answer, float[]? embedding)
    {
        _answers[model] = answer;
        if (embedding is not null) (Job.Embeddings ??= new float[]?[Keys.Length])[model] = embedding;
    }

    /// <summary>Takes what else became of that work.</summary>
    public void TakeOver(PictureJob work)
    {
        Job.HasRun = true;
        if (work == Job) return;
        (Job.Queued, Job.Decoding, Job.Inferring, Job.Rejection, Job.Quality) = (work.Queued, work.Decoding, work.Inferring, work.Rejection, work.Quality);
    }

    /// <summary>All of them are there, or the picture has been refused.</summary>
    public void Finish()
    {
        if (Job.Rejection is null) (Job.Probabilities, Job.Energies) = (Array.ConvertAll(_answers, answer => answer!.Probabilities), Array.ConvertAll(_answers, answer => answer!.Energy));
    }
}
