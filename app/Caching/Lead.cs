using RoomTypes.Inference;

namespace RoomTypes.Caching;

/// <summary>The answers to one picture that its request leads the work on.</summary>
/// <param name="picture">The picture.</param>
internal sealed class Lead(PictureAnswers picture)
{
    private readonly List<(int Model, Flight? Flight)> _answers = [];

    /// <summary>The picture.</summary>
    public PictureAnswers Picture { get; } = picture;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _answers.Count == 0;

    /// <summary>Those of the models, with what others wait for; null where nobody can.</summary>
    public IEnumerable<(AnswerKey Key, Flight? Flight)> Flights => _answers.Select(answer => (Picture.Keys[answer.Model], answer.Flight));

    /// <summary>What is led, with the number of the model's labels.</summary>
    public IEnumerable<(AnswerKey Key, int Labels)> Keys => _answers.Select(answer => (Picture.Keys[answer.Model], Picture.Job.Models[answer.Model].Manifest.Labels.Count));

    /// <summary>Takes what was kept elsewhere, by the order of <see cref="Keys"/>: there is no work on it then.</summary>
    public void Take(ReadOnlySpan<KeptAnswer?> answers, Action<AnswerKey, Flight?, Landing> land)
    {
        for (var i = answers.Length - 1; i >= 0; i--)
        {
            if (answers[i] is not { } answer) continue;
            var (model, flight) = _answers[i];
            Picture.Take(model, answer);
            _answers.RemoveAt(i);
            land(Picture.Keys[model], flight, new(answer, null));
        }
    }

    /// <summary>Adds a model's answer.</summary>
    public void Add(int model, Flight? flight) => _answers.Add((model, flight));

    /// <summary>The work to be done.</summary>
    /// <param name="land">Told of each answer once it is there, or why the picture cannot be read.</param>
    /// <param name="keep">Makes what is kept of a model's answer; the second value is its place in the work.</param>
    public PictureJob Work(Action<AnswerKey, Flight?, Landing> land, Func<AnswerKey, PictureJob, int, KeptAnswer> keep)
    {
        var work = Picture.Work(_answers.ConvertAll(answer => answer.Model));
        work.Done = done =>
        {
            var answers = done.Probabilities is null ? [] : _answers.Select((answer, i) => keep(Picture.Keys[answer.Model], done, i)).ToArray();
            for (var i = 0; i < answers.Length; i++) Picture.TakeOwn(_answers[i].Model, answers[i], done.Embeddings?[i]);
            Picture.TakeOver(done);
            for (var i = 0; i < _answers.Count; i++) land(Picture.Keys[_answers[i].Model], _answers[i].Flight, new(answers.ElementAtOrDefault(i), done.Rejection));
        };
        return work;
    }
}
