using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Transitions;

/// <summary>Reads what <c>pulumi stack export</c> writes. Secrets in it stay encrypted and count as unknown.</summary>
public static class StateFile
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="ProjectException">There is no such file, or it is no export.</exception>
    public static StackState Load(string path)
    {
        try
        {
            using var document = path == "-" ? JsonDocument.Parse(Console.OpenStandardInput()) : Open(path);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or InvalidProtocolBufferException or FormatException)
        {
            throw new ProjectException($"--from {path}: expected what `pulumi stack export` writes: {e.Message}", e);
        }
    }

    /// <summary>Reads an export.</summary>
    /// <exception cref="ProjectException">It is none.</exception>
    public static StackState Read(JsonElement export)
    {
        if (export.ValueKind != JsonValueKind.Object || !export.TryGetProperty("deployment", out var deployment) || deployment.ValueKind != JsonValueKind.Object)
            throw new ProjectException("expected what `pulumi stack export` writes: an object with a deployment.");
        var resources = deployment.TryGetProperty("resources", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(Resource).ToList() : [];
        var pending = deployment.TryGetProperty("pending_operations", out var operations) && operations.ValueKind == JsonValueKind.Array
            ? operations.EnumerateArray().Select(operation => operation.GetProperty("resource").GetProperty("urn").GetString()!).ToList()
            : [];
        return new StackState([.. resources.Where(StackState.IsShown)], pending);
    }

    private static JsonDocument Open(string path)
    {
        using var file = File.OpenRead(path);
        return JsonDocument.Parse(file);
    }

    private static ResourceState Resource(JsonElement resource)
    {
        var urn = Text(resource, "urn");
        if (!Urn.IsValid(urn))
            throw new ProjectException($"the export has a resource whose urn is '{urn}'.");
        return new ResourceState
        {
            Urn = urn,
            Type = Urn.Type(urn),
            Parent = Text(resource, "parent"),
            Custom = Flag(resource, "custom"),
            Id = Text(resource, "id"),
            Inputs = Properties(resource, "inputs"),
            Outputs = Properties(resource, "outputs"),
            Dependencies = resource.TryGetProperty("dependencies", out var dependencies) ? Texts(dependencies) : [],
            PropertyDependencies = resource.TryGetProperty("propertyDependencies", out var byProperty) && byProperty.ValueKind == JsonValueKind.Object
                ? byProperty.EnumerateObject().ToDictionary(property => property.Name, property => Texts(property.Value))
                : new Dictionary<string, IReadOnlyList<string>>(),
            Provider = Text(resource, "provider"),
            Protect = Flag(resource, "protect"),
            RetainOnDelete = Flag(resource, "retainOnDelete"),
            DeletedWith = Text(resource, "deletedWith"),
            External = Flag(resource, "external"),
            PendingDeletion = Flag(resource, "delete"),
        };
    }

    private static Struct Properties(JsonElement resource, string name) =>
        resource.TryGetProperty(name, out var properties) && properties.ValueKind == JsonValueKind.Object ? Plain(Parser.Parse<Struct>(properties.GetRawText())) : new Struct();

    private static Struct Plain(Struct properties)
    {
        foreach (var (name, value) in properties.Fields.ToList())
            properties.Fields[name] = Plain(value);
        return properties;
    }

    // A secret's value is encrypted, or, with --show-secrets, JSON in plaintext.
    private static Value Plain(Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StructValue when PropertyValue.Signature(value) == PropertyValue.SecretSignature && !value.StructValue.Fields.ContainsKey("value"):
                return PropertyValue.Secret(value.StructValue.Fields.TryGetValue("plaintext", out var text) ? Plain(Value.Parser.ParseJson(text.StringValue)) : Value.ForString(PropertyValue.Unknown));
            case Value.KindOneofCase.StructValue:
                Plain(value.StructValue);
                return value;
            case Value.KindOneofCase.ListValue:
                for (var i = 0; i < value.ListValue.Values.Count; i++)
                    value.ListValue.Values[i] = Plain(value.ListValue.Values[i]);
                return value;
            default:
                return value;
        }
    }

    private static string Text(JsonElement resource, string name) =>
        resource.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static bool Flag(JsonElement resource, string name) => resource.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static IReadOnlyList<string> Texts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
