using System.Globalization;
using RoomTypes.Experiments.Files;
using RoomTypes.Json;

namespace RoomTypes.Experiments.Changes;

/// <summary>Writes changes of one experiment into the text of the experiments file.</summary>
internal sealed class ExperimentText
{
    private readonly JsonPatch _patch;
    private readonly JsonPlace _place;

    /// <summary>Finds the experiment.</summary>
    /// <param name="file">A state of the file that has it.</param>
    /// <param name="experiment">Its name.</param>
    public ExperimentText(ExperimentContent file, string experiment)
    {
        _patch = new JsonPatch(file.Text);
        _place = JsonPlace.Read(file.Text, ExperimentFile.Syntax).Members["features"].Items
            .Select(feature => feature.Members.GetValueOrDefault("experiment"))
            .First(place => place?.Members.GetValueOrDefault("name")?.Text == experiment)!;
    }

    /// <summary>The text with all changes.</summary>
    public byte[] Apply() => _patch.Apply();

    public void SetStart(DateTimeOffset time) => _patch.Set(_place, "start", Quoted(time));

    public void SetEnd(DateTimeOffset time) => _patch.Set(_place, "end", Quoted(time));

    public void SetExposure(int slots) => _patch.Set(_place, "exposure", Text(slots));

    /// <summary>Sets the weights that the treatments have by themselves.</summary>
    public void SetWeights(IReadOnlyDictionary<string, int> weights)
    {
        foreach (var treatment in _place.Members["treatments"].Items) _patch.Set(treatment, "weight", Text(weights[treatment.Members["name"].Text!]));
    }

    /// <summary>Sets weights from a moment on.</summary>
    public void AddPhase(DateTimeOffset from, IReadOnlyDictionary<string, int> weights)
    {
        var phase = $$"""{ "from": {{Quoted(from)}}, "weights": { {{string.Join(", ", weights.Select(weight => $"\"{weight.Key}\": {Text(weight.Value)}"))}} } }""";
        if (_place.Members.TryGetValue("phases", out var phases)) _patch.Prepend(phases, phase);
        else _patch.Set(_place, "phases", $"[ {phase} ]");
    }

    private static string Quoted(DateTimeOffset time) => $"\"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\"";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
