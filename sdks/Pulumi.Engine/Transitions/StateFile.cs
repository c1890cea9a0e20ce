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
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="project">The project that the state has to be of.</param>
    /// <param name="stack">The stack that the state has to be of.</param>
    /// <exception cref="ProjectException">There is no such file, it is no export, or one of another stack.</exception>
    public static StackState Load(string path, string project, string stack)
    {
        try
        {
            using var document = path == "-" ? JsonDocument.Parse(Console.OpenStandardInput()) : Open(path);
            var state = Read(document.RootElement);
            if (state.Resources.Select(resource => resource.Urn["urn:pulumi:".Length..].Split("::")).FirstOrDefault(urn => urn[0] != stack || urn[1] != project) is { } other)
                throw new ProjectException($"it is of the stack {other[0]} of the project {other[1]}, and the preview of {stack} of {project}.");
            return state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProjectException($"--from {path}: {e.Message}", e);
        }
        catch (Exception e) when (e is ProjectException or JsonException or InvalidOperationException or KeyNotFoundException or InvalidProtocolBufferException or FormatException)
        {
            throw new ProjectException($"--from {path} is not what `pulumi stack export --stack {stack}` writes: {e.Message} Export it again: pulumi stack export --stack {stack} --file state.json.", e);
        }
    }

    /// <summary>Reads an export.</summary>
    /// <exception cref="ProjectException">It is none.</exception>
    public static StackState Read(JsonElement export)
    {
        if (export.ValueKind != JsonValueKind.Object || !export.TryGetProperty("deployment", out var deployment) || deployment.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            throw new ProjectException("there is no object with a 'deployment' in it.");
        // A stack that has never been up has no deployment yet.
        if (deployment.ValueKind == JsonValueKind.Null)
            return new StackState([], []);
        var resources = Items(deployment, "resources").Select(Resource).ToList();
        var pending = Items(deployment, "pending_operations").Select(operation => Text(operation.GetProperty("resource"), "urn"));
        var state = new StackState([.. resources.Where(StackState.IsShown)], [.. pending]) { Outputs = resources.FirstOrDefault(resource => resource.Type == Urn.RootStackType)?.Outputs ?? new Struct() };
        if (state.Current.GroupBy(resource => resource.Urn).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ProjectException($"it has {twice.Key} {twice.Count()} times.");
        return state;
    }

    private static JsonElement[] Items(JsonElement deployment, string name)
    {
        if (!deployment.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw new ProjectException($"its '{name}' is no list.");
    }

    private static JsonDocument Open(string path)
    {
        using var file = File.OpenRead(path);
        return JsonDocument.Parse(file);
    }

    private static ResourceState Resource(JsonElement resource)
    {
        var urn = resource.ValueKind == JsonValueKind.Object ? Text(resource, "urn") : "";
        if (!Urn.IsValid(urn))
            throw new ProjectException($"it has a resource whose urn is '{urn}'.");
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
            PendingReplacement = Flag(resource, "pendingReplacement"),
            Tainted = Flag(resource, "taint"),
            HasInitErrors = resource.TryGetProperty("initErrors", out var faults) && faults.ValueKind == JsonValueKind.Array && faults.GetArrayLength() > 0,
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
