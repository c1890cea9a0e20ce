using System.Text.Json.Nodes;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Rendering;

/// <summary>The whole recorded plan as JSON.</summary>
public static class PlanJson
{
    /// <summary>Converts a run, and its review where policies ran; options that the program left to the engine are absent.</summary>
    public static JsonObject Convert(RunResult result, PolicyReview? review = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var json = new JsonObject
        {
            ["project"] = result.Project,
            ["stack"] = result.Stack,
            ["mode"] = result.Mode == RunMode.Preview ? "preview" : "update",
            ["outcome"] = result.Outcome.ToString(),
            ["errors"] = Texts(result.Errors),
            ["warnings"] = Texts(result.Warnings),
            ["resources"] = new JsonArray([.. (review?.Resources ?? result.Resources).Select(Resource)]),
            ["invokes"] = new JsonArray([.. result.Invokes.Select(Invoke)]),
            ["logs"] = new JsonArray([.. result.Logs.Select(Log)]),
            ["outputs"] = PropertyJson.Convert(result.StackOutputs),
        };
        if (review is not null)
            json["policies"] = Review(review);
        return json;
    }

    private static JsonObject Review(PolicyReview review) => new()
    {
        ["violations"] = new JsonArray([.. review.Violations.Select(violation => new JsonObject
        {
            ["pack"] = violation.Pack,
            ["policy"] = violation.Policy,
            ["level"] = violation.Level == EnforcementLevel.Mandatory ? "mandatory" : "advisory",
            ["urn"] = violation.Urn,
            ["description"] = violation.Description,
            ["message"] = violation.Message,
        })]),
        ["remediations"] = new JsonArray([.. review.Remediations.Select(remediation => new JsonObject
        {
            ["pack"] = remediation.Pack,
            ["policy"] = remediation.Policy,
            ["urn"] = remediation.Urn,
            ["properties"] = Texts(remediation.Properties),
            ["problem"] = Text(remediation.Problem),
        })]),
    };

    private static JsonObject Resource(RecordedResource resource)
    {
        var json = new JsonObject
        {
            ["urn"] = resource.Urn,
            ["type"] = resource.Type,
            ["name"] = resource.Name,
            ["custom"] = resource.Custom,
            ["origin"] = resource.Origin == ResourceOrigin.Read ? "read" : "registered",
            ["parent"] = resource.Parent,
            ["id"] = resource.Id,
            ["inputs"] = PropertyJson.Convert(resource.Inputs),
            ["outputs"] = PropertyJson.Convert(resource.Outputs),
            ["dependencies"] = Texts(resource.Dependencies),
            ["propertyDependencies"] = new JsonObject(resource.PropertyDependencies.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, Texts(entry.Value)))),
            ["provider"] = resource.Provider,
            ["providers"] = new JsonObject(resource.Providers.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value))),
            ["options"] = Options(resource.Options),
        };
        return json;
    }

    private static JsonObject Options(RecordedOptions options)
    {
        var json = new JsonObject();
        Add("protect", options.Protect);
        Add("retainOnDelete", options.RetainOnDelete);
        Add("deleteBeforeReplace", options.DeleteBeforeReplace);
        Add("deletedWith", Text(options.DeletedWith));
        Add("importId", Text(options.ImportId));
        Add("version", Text(options.Version));
        Add("pluginDownloadUrl", Text(options.PluginDownloadUrl));
        Add("ignoreChanges", List(options.IgnoreChanges));
        Add("replaceOnChanges", List(options.ReplaceOnChanges));
        Add("additionalSecretOutputs", List(options.AdditionalSecretOutputs));
        Add("aliases", options.Aliases.Count == 0 ? null : new JsonArray([.. options.Aliases.Select(Alias)]));
        Add("timeouts", options.Timeouts is { } timeouts
            ? new JsonObject { ["create"] = timeouts.Create, ["update"] = timeouts.Update, ["delete"] = timeouts.Delete }
            : null);
        return json;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
                json[name] = value;
        }
    }

    private static JsonNode Alias(RecordedAlias alias) => alias.Urn.Length > 0
        ? alias.Urn
        : new JsonObject
        {
            ["name"] = alias.Name,
            ["type"] = alias.Type,
            ["stack"] = alias.Stack,
            ["project"] = alias.Project,
            ["parentUrn"] = alias.ParentUrn,
            ["noParent"] = alias.NoParent,
        };

    private static JsonObject Invoke(RecordedInvoke invoke) => new()
    {
        ["token"] = invoke.Token,
        ["arguments"] = PropertyJson.Convert(invoke.Arguments),
        ["result"] = invoke.Result is null ? null : PropertyJson.Convert(invoke.Result),
        ["provider"] = invoke.Provider,
        ["version"] = invoke.Version,
    };

    private static JsonObject Log(RecordedLog log) => new()
    {
        ["severity"] = log.Severity.ToString(),
        ["message"] = log.Message,
        ["urn"] = log.Urn,
        ["ephemeral"] = log.Ephemeral,
    };

    private static JsonNode? Text(string text) => text.Length == 0 ? null : text;

    private static JsonArray? List(IReadOnlyList<string> texts) => texts.Count == 0 ? null : Texts(texts);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
