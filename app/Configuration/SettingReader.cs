using System.Globalization;

namespace RoomTypes.Configuration;

/// <summary>
/// Reads typed settings of one configuration section and remembers every problem, so that all are told at once.
/// A key that nobody asked for is a problem too.
/// </summary>
public sealed class SettingReader
{
    /// <summary>The configuration section that holds the service's settings.</summary>
    public const string Section = "RoomType";

    private readonly string _section;
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Setting> _settings = [];

    /// <summary>Reads a section's values, once: each look-up of a configuration asks all of its sources.</summary>
    /// <param name="section">The section, for example <see cref="Section"/>.</param>
    public SettingReader(IConfigurationSection section)
    {
        _section = section.Path;
        foreach (var (path, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null) _values[path] = value;
        }
    }

    /// <summary>Every setting asked for so far.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>A whole number of <paramref name="unit"/> from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public long LargeNumber(string key, long @default, long min, long max, string unit)
    {
        _settings.Add(new(key, unit, Text(@default), $"{Text(min)} to {Text(max)}"));
        if (Raw(key) is not { } raw) return @default;
        if (long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Refuse(key, raw, string.Create(CultureInfo.InvariantCulture, $"a whole number of {unit} from {min} to {max} (default {@default})"));
        return @default;
    }

    /// <summary>As <see cref="LargeNumber"/>, for ranges within <see cref="int"/>.</summary>
    public int Number(string key, int @default, int min, int max, string unit) => (int)LargeNumber(key, @default, min, max, unit);

    /// <summary>A text; <paramref name="isAllowed"/> says whether it will do, <paramref name="allowed"/> what would.</summary>
    public string? Text(string key, string? @default, Func<string, bool> isAllowed, string allowed)
    {
        _settings.Add(new(key, "text", @default, allowed));
        if (Raw(key) is not { } raw) return @default;
        if (isAllowed(raw)) return raw;
        Refuse(key, raw, allowed);
        return @default;
    }

    /// <summary>As <see cref="Text(string, string?, Func{string, bool}, string)"/>, for what nobody may see: a refusal does not tell it.</summary>
    public string? Secret(string key, Func<string, bool> isAllowed, string allowed)
    {
        _settings.Add(new(key, "text", null, allowed));
        if (Raw(key) is not { } raw || isAllowed(raw)) return Raw(key);
        _errors.Add($"{_section}:{key} has {raw.Length} characters and is not shown; allowed is {allowed}.");
        return null;
    }

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool @default)
    {
        _settings.Add(new(key, "flag", @default ? "true" : "false", "true or false"));
        if (Raw(key) is not { } raw) return @default;
        if (bool.TryParse(raw, out var value)) return value;
        Refuse(key, raw, "true or false");
        return @default;
    }

    /// <summary>A list: one comma-separated value, or the keys key:0, key:1, ...</summary>
    public IReadOnlyList<string> List(string key, Func<string, bool> isAllowed, string allowed)
    {
        _settings.Add(new(key, "list", null, allowed));
        _known.Add(key);
        var items = _values.Keys.Where(path => IsItem(path, key)).Order(ConfigurationKeyComparer.Instance).ToList();
        _known.UnionWith(items);
        var values = items.ConvertAll(item => _values[item]);
        const StringSplitOptions Clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        if (values.Count == 0 && Raw(key) is { } list) values.AddRange(list.Split(',', Clean));
        foreach (var value in values.Where(value => !isAllowed(value))) Refuse(key, value, allowed);

        return values;
    }

    /// <summary>Adds a problem that concerns several settings together.</summary>
    public void Require(bool condition, string message)
    {
        if (!condition) _errors.Add(message);
    }

    /// <summary>Throws if anything was wrong.</summary>
    /// <exception cref="InvalidSettingsException">Names every bad or unknown key.</exception>
    public void ThrowIfInvalid()
    {
        foreach (var path in _values.Keys)
        {
            if (_known.Contains(path)) continue;
            var nearest = _known.MinBy(known => EditDistance.Between(known, path));
            _errors.Add($"{_section}:{path} is not a setting. Did you mean {_section}:{nearest}?");
        }

        if (_errors.Count > 0) throw new InvalidSettingsException(_errors);
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string? Raw(string key)
    {
        _known.Add(key);
        return _values.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
    }

    private static bool IsItem(string path, string list) =>
        path.Length > list.Length && path[list.Length] == ':' && path.StartsWith(list, StringComparison.OrdinalIgnoreCase)
        && !path.AsSpan(list.Length + 1).Contains(':');

    private void Refuse(string key, string value, string allowed) =>
        _errors.Add($"{_section}:{key} is '{value}'; allowed is {allowed}.");
}
