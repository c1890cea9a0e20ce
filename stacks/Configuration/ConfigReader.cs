using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulumi;

namespace Stacks.Configuration;

/// <summary>
/// Reads a project's configuration and gathers its faults, so that all are told at once. What it is asked for makes the list of
/// settings: a key that nobody asked for is a fault.
/// </summary>
internal sealed class ConfigReader(string project)
{
    private readonly Config _config = new(project);
    private readonly List<Setting> _settings = [];
    private readonly List<string> _faults = [];

    /// <summary>Every setting asked for so far.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>One of some words.</summary>
    public string OneOf(string key, string? @default, string meaning, params string[] allowed) =>
        Text(key, @default, meaning, allowed.Contains, string.Join(" or ", allowed));

    /// <summary>One of some numbers.</summary>
    public int OneOf(string key, int @default, string meaning, params int[] allowed) =>
        Number(key, @default, meaning, allowed.Contains, $"one of {string.Join(", ", allowed)}");

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Between(string key, int @default, int least, int most, string meaning) =>
        Number(key, @default, meaning, number => number >= least && number <= most, $"{least} to {most}");

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool @default, string meaning)
    {
        Declare(key, "boolean", @default ? "true" : "false", meaning, "true or false");
        if (Raw(key) is not { } raw)
            return @default;
        if (bool.TryParse(raw, out var value))
            return value;
        Refuse(key, raw, "true or false");
        return @default;
    }

    /// <summary>A text of a form; a null default makes it required.</summary>
    public string Matching(string key, string? @default, string meaning, Regex pattern, string form) =>
        Text(key, @default, meaning, text => pattern.IsMatch(text), form);

    /// <summary>A text that may be missing, then null.</summary>
    public string? Optional(string key, string meaning, Regex pattern, string form) =>
        Text(key, "", meaning, text => pattern.IsMatch(text), form) is { Length: > 0 } value ? value : null;

    /// <summary>A list of texts of a form.</summary>
    public IReadOnlyList<string> List(string key, string[] @default, string meaning, Regex pattern, string form)
    {
        Declare(key, "array", JsonSerializer.Serialize(@default), meaning, $"a list of {form}");
        if (Raw(key) is not { } raw)
            return @default;
        if (!TryParseList(raw, out var values))
        {
            Refuse(key, raw, $"a list of {form}");
            return @default;
        }

        foreach (var value in values.Where(value => !pattern.IsMatch(value)))
            Refuse(key, value, $"a list of {form}");
        return values;
    }

    /// <summary>A text that stays encrypted, null when it is not set; its form cannot be checked.</summary>
    public Output<string>? Secret(string key, string meaning)
    {
        Declare(key, "string", "", meaning, "set with --secret");
        return Raw(key) is null ? null : _config.GetSecret(key);
    }

    /// <summary>Adds a fault that concerns several settings together.</summary>
    public void Require(bool condition, string fault)
    {
        if (!condition)
            _faults.Add(fault);
    }

    /// <summary>Ends the program when a value is missing or wrong, or a key is not known.</summary>
    /// <exception cref="RunException">Holds every fault.</exception>
    public void ThrowIfFaulty()
    {
        _faults.AddRange(UnknownKeys().Select(key =>
            $"{project}:{key} is no setting. Did you mean {project}:{_settings.MinBy(known => EditDistance.Between(known.Key, key))!.Key}?"));
        if (_faults.Count > 0)
            throw new RunException($"The stack's configuration is wrong:{string.Concat(_faults.Select(fault => $"{Environment.NewLine}  {fault}"))}");
    }

    private string Text(string key, string? @default, string meaning, Func<string, bool> isAllowed, string allowed)
    {
        Declare(key, "string", @default, meaning, allowed);
        var raw = Raw(key);
        if (raw is null && @default is null)
            _faults.Add($"{project}:{key} is missing; allowed is {allowed}.");
        else if (raw is not null && !isAllowed(raw))
            Refuse(key, raw, allowed);
        return raw ?? @default ?? "";
    }

    private int Number(string key, int @default, string meaning, Func<int, bool> isAllowed, string allowed)
    {
        Declare(key, "integer", @default.ToString(CultureInfo.InvariantCulture), meaning, allowed);
        if (Raw(key) is not { } raw)
            return @default;
        if (int.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && isAllowed(value))
            return value;
        Refuse(key, raw, $"a whole number, {allowed}");
        return @default;
    }

    private void Declare(string key, string type, string? @default, string meaning, string allowed) =>
        _settings.Add(new Setting(key, type, @default, meaning, allowed));

    private void Refuse(string key, string value, string allowed) =>
        _faults.Add($"{project}:{key} is '{value}'; allowed is {allowed}.");

    // Pulumi.yaml needs a default for every key that a stack may leave out; the empty text stands for none.
    private string? Raw(string key) => _config.Get(key) is { Length: > 0 } value ? value : null;

    private static bool TryParseList(string json, out List<string> values)
    {
        try
        {
            values = JsonSerializer.Deserialize<List<string>>(json) ?? [];
            return values.TrueForAll(value => value is not null);
        }
        catch (JsonException)
        {
            values = [];
            return false;
        }
    }

    // The SDK reads keys by name only; what the CLI passes holds them all.
    private IEnumerable<string> UnknownKeys()
    {
        var passed = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        if (string.IsNullOrEmpty(passed))
            return [];
        return JsonSerializer.Deserialize<Dictionary<string, string>>(passed)!.Keys
            .Where(key => key.StartsWith(project + ":", StringComparison.Ordinal))
            .Select(key => key[(key.LastIndexOf(':') + 1)..])
            .Where(key => _settings.TrueForAll(setting => setting.Key != key))
            .Order(StringComparer.Ordinal);
    }
}
