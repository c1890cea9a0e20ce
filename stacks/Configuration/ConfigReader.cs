using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulumi;

namespace Stacks.Configuration;

/// <summary>Reads a project's configuration and gathers its faults, so that all are told at once.</summary>
internal sealed class ConfigReader(string project)
{
    private readonly Config _config = new(project);
    private readonly HashSet<string> _known = [];
    private readonly List<string> _faults = [];

    public string OneOf(string key, params string[] allowed) =>
        Read(key, text => allowed.Contains(text) ? text : null, string.Join(" or ", allowed)) ?? "";

    public int OneOf(string key, params int[] allowed) =>
        Read(key, text => Number(text) is { } number && allowed.Contains(number) ? number : (int?)null, string.Join(", ", allowed)) ?? 0;

    public int Between(string key, int least, int most) =>
        Read(key, text => Number(text) is { } number && number >= least && number <= most ? number : (int?)null, $"a number from {least} to {most}") ?? 0;

    public string Matching(string key, Regex pattern, string form) =>
        Read(key, text => pattern.IsMatch(text) ? text : null, form) ?? "";

    /// <summary>Ends the program when a value is missing or wrong, or a key is not known.</summary>
    public void ThrowIfFaulty()
    {
        _faults.AddRange(UnknownKeys().Select(key => $"{project}:{key} is no setting; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}"));
        if (_faults.Count > 0)
            throw new RunException($"The stack's configuration is wrong:{string.Concat(_faults.Select(fault => $"{Environment.NewLine}  {fault}"))}");
    }

    private T? Read<T>(string key, Func<string, T?> parse, string allowed)
    {
        _known.Add(key);
        var text = _config.Get(key);
        var value = text is null ? default : parse(text);
        if (value is null)
            _faults.Add($"{project}:{key} is {(text is null ? "missing" : $"'{text}'")}; allowed is {allowed}");
        return value;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The SDK reads keys by name only; what the CLI passes holds them all.
    private IEnumerable<string> UnknownKeys()
    {
        var passed = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        if (string.IsNullOrEmpty(passed))
            return [];
        return JsonSerializer.Deserialize<Dictionary<string, string>>(passed)!.Keys
            .Where(key => key.StartsWith(project + ":", StringComparison.Ordinal))
            .Select(key => key[(key.LastIndexOf(':') + 1)..])
            .Where(key => !_known.Contains(key))
            .Order(StringComparer.Ordinal);
    }
}
