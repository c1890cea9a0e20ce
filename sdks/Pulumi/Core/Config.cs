using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The stack's configuration under one namespace.</summary>
/// <remarks>
/// <c>Get*</c> returns null for a missing key and <c>Require*</c> ends the program; both end it for a value of the wrong type.
/// </remarks>
public sealed class Config
{
    private const string NamespaceSuffix = ":config";

    private readonly string _name;

    /// <summary>The configuration of the namespace <paramref name="name"/>; of the project if null.</summary>
    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        _name = name.EndsWith(NamespaceSuffix, StringComparison.Ordinal) ? name[..^NamespaceSuffix.Length] : name;
    }

    private delegate bool Parser<T>(string text, out T value);

    public string? Get(string key) => Deployment.Current.Config.Get(FullKey(key));

    public Output<string>? GetSecret(string key) => Secret(Get(key));

    public bool? GetBoolean(string key) => GetParsed<bool>(key, TryParseBoolean);

    public Output<bool>? GetSecretBoolean(string key) => Secret(GetBoolean(key));

    public int? GetInt32(string key) => GetParsed<int>(key, TryParseInt32);

    public Output<int>? GetSecretInt32(string key) => Secret(GetInt32(key));

    public double? GetDouble(string key) => GetParsed<double>(key, TryParseDouble);

    public Output<double>? GetSecretDouble(string key) => Secret(GetDouble(key));

    /// <summary>The value as JSON.</summary>
    [return: MaybeNull]
    public T GetObject<T>(string key) => GetObject<T>(key, options: null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions? options) => Get(key) is { } json ? Parse<T>(key, json, options) : default;

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public Output<T>? GetSecretObject<T>(string key) => GetSecretObject<T>(key, options: null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions? options)
        => Get(key) is { } json ? Output.CreateSecret(Parse<T>(key, json, options)) : null;

    public string Require(string key) => Get(key) ?? throw Missing(key);

    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public T RequireObject<T>(string key) => RequireObject<T>(key, options: null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public T RequireObject<T>(string key, JsonSerializerOptions? options) => Parse<T>(key, Require(key), options);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public Output<T> RequireSecretObject<T>(string key) => RequireSecretObject<T>(key, options: null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions? options)
        => Output.CreateSecret(RequireObject<T>(key, options));

    private string FullKey(string key) => $"{_name}:{key}";

    private T? GetParsed<T>(string key, Parser<T> parser)
        where T : struct
    {
        if (Get(key) is not { } text)
            return null;

        return parser(text, out var value) ? value : throw Mistyped(key, text, typeof(T).Name);
    }

    private T Parse<T>(string key, string json, JsonSerializerOptions? options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, options)!;
        }
        catch (JsonException exception)
        {
            throw Mistyped(key, json, typeof(T).FullName!, exception);
        }
    }

    private RunException Mistyped(string key, string value, string expected, Exception? inner = null)
        => new($"Configuration '{FullKey(key)}' value '{value}' is not a valid {expected}", inner);

    private RunException Missing(string key) => new(
        $"Missing Required configuration variable '{FullKey(key)}'\n" +
        $"\tplease set a value using the command `pulumi config set {FullKey(key)} <value>`");

    private static Output<string>? Secret(string? value) => value is null ? null : Output.CreateSecret(value);

    private static Output<T>? Secret<T>(T? value)
        where T : struct
        => value is { } known ? Output.CreateSecret(known) : null;

    private static bool TryParseBoolean(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }

    private static bool TryParseInt32(string text, out int value)
        => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseDouble(string text, out double value)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
