using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RoomTypes.Evaluate.Gates;

/// <summary>What a version must do before it becomes the champion: gates.yaml.</summary>
public sealed class GateFile
{
    /// <summary>The most that the model's file may have, in MB (10^6 bytes).</summary>
    public double? Megabytes { get; set; }

    /// <summary>The most that a run may take against one of the champion's, both in turns on this machine; medians.</summary>
    public double? LatencyOfChampion { get; set; }

    /// <summary>The most that a run may take, in milliseconds on this machine; the median.</summary>
    public double? LatencyMilliseconds { get; set; }

    /// <summary>A file with the answers of the pipeline that trained a version, for versions that it has; relative to this file.</summary>
    public string? Golden { get; set; }

    /// <summary>What is asked on each data set, by its name.</summary>
    public Dictionary<string, DataSetGates> DataSets { get; set; } = [];

    /// <summary>The folder of the file, from which its paths go.</summary>
    [YamlIgnore]
    public string Folder { get; private set; } = "";

    /// <summary>Reads a file.</summary>
    /// <exception cref="EvaluationException">It is missing, no YAML, or a key or value is none of those that are allowed.</exception>
    public static GateFile Read(string path)
    {
        if (!File.Exists(path)) throw new EvaluationException($"There are no gates in '{path}'. Name a file that has them with --gates.");
        try
        {
            var gates = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<GateFile?>(File.ReadAllText(path)) ?? new();
            gates.Folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var faults = gates.Faults().ToList();
            return faults.Count == 0 ? gates : throw new EvaluationException($"'{path}' cannot be used: {string.Join("; ", faults)}.");
        }
        catch (YamlException exception)
        {
            throw new EvaluationException($"'{path}' cannot be read at line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    private IEnumerable<string> Faults()
    {
        foreach (var (name, value) in new[] { ("megabytes", Megabytes), ("latencyOfChampion", LatencyOfChampion), ("latencyMilliseconds", LatencyMilliseconds) })
        {
            if (value is { } number && !(number > 0 && double.IsFinite(number))) yield return $"{name} is {number}; allowed is a number over 0";
        }

        foreach (var fault in DataSets.SelectMany(set => set.Value.Faults($"dataSets.{set.Key}"))) yield return fault;
    }
}

/// <summary>What is asked on a data set.</summary>
public sealed class DataSetGates
{
    /// <summary>Where its pictures are, as ./run evaluate takes them; relative to the file.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The fewest pictures that say anything.</summary>
    public int Pictures { get; set; } = 1;

    /// <summary>The least accuracy.</summary>
    public double? Accuracy { get; set; }

    /// <summary>The most expected calibration error.</summary>
    public double? CalibrationError { get; set; }

    /// <summary>The least recall of every class that has pictures.</summary>
    public double? Recall { get; set; }

    /// <summary>The least share of pictures that the champion gives the same label.</summary>
    public double? Agreement { get; set; }

    /// <summary>The least accuracy under each corruption.</summary>
    public Dictionary<string, double> Robustness { get; set; } = [];

    internal IEnumerable<string> Faults(string path)
    {
        if (Folder.Length == 0) yield return $"{path}.folder is missing";
        if (Pictures < 1) yield return $"{path}.pictures is {Pictures}; allowed is 1 or more";
        (string, double?)[] shares = [("accuracy", Accuracy), ("calibrationError", CalibrationError), ("recall", Recall), ("agreement", Agreement), .. Robustness.Select(limit => ($"robustness.{limit.Key}", (double?)limit.Value))];
        foreach (var (name, value) in shares)
        {
            if (value is { } share && !(share is >= 0 and <= 1)) yield return $"{path}.{name} is {share}; allowed is 0 to 1";
        }

        foreach (var name in Robustness.Keys.Where(name => Corruption.Find(name) is null))
            yield return $"{path}.robustness.{name} is no corruption; allowed are {string.Join(", ", Corruption.All.Select(corruption => corruption.Name))}";
    }
}
