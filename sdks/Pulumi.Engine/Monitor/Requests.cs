using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;
using Pulumirpc;

namespace Pulumi.Engine.Monitor;

/// <summary>Checks requests as the real engine does on arrival, and makes records of them.</summary>
internal static partial class Requests
{
    public static void Check(RegisterResourceRequest request)
    {
        if (request.Custom)
            CheckType(request.Type);
        CheckUrns("invalid parent URN", request.Parent.Length == 0 ? [] : [request.Parent]);
        CheckUrns("invalid dependency URN", request.Dependencies);
        foreach (var (property, dependencies) in request.PropertyDependencies)
            CheckUrns($"invalid dependency on property {property} URN", dependencies.Urns);
        CheckUrns("invalid alias URN", request.AliasURNs.Concat(request.Aliases.Where(alias => alias.Spec is null).Select(alias => alias.Urn)));
        CheckUrns("invalid parent alias URN", request.Aliases.Select(alias => alias.Spec?.ParentUrn ?? "").Where(urn => urn.Length > 0));
        CheckUrns("invalid DeletedWith URN", request.DeletedWith.Length == 0 ? [] : [request.DeletedWith]);
        foreach (var timeout in new[] { request.CustomTimeouts?.Create, request.CustomTimeouts?.Update, request.CustomTimeouts?.Delete })
        {
            if (!string.IsNullOrEmpty(timeout) && !GoDuration().IsMatch(timeout))
                throw new RpcException(new Status(StatusCode.Unknown, $"unable to parse customTimeout Value {timeout}: expected a duration such as 5m or 1h30m"));
        }
    }

    public static void Check(ReadResourceRequest request)
    {
        CheckType(request.Type);
        CheckUrns("invalid parent URN", request.Parent.Length == 0 ? [] : [request.Parent]);
        CheckUrns("invalid dependency", request.Dependencies);
    }

    public static RecordedResource ToRecord(RegisterResourceRequest request, string urn, string id, Struct outputs) => new()
    {
        Urn = urn,
        Type = request.Type,
        Name = request.Name,
        Parent = request.Parent,
        Custom = request.Custom,
        Origin = ResourceOrigin.Registered,
        Id = id,
        Inputs = request.Object ?? new Struct(),
        Outputs = outputs,
        Dependencies = [.. request.Dependencies],
        PropertyDependencies = request.PropertyDependencies.ToDictionary(entry => entry.Key, entry => List(entry.Value.Urns)),
        Provider = request.Provider,
        Providers = request.Providers.ToDictionary(entry => entry.Key, entry => entry.Value),
        Options = new RecordedOptions
        {
            Protect = request.HasProtect ? request.Protect : null,
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
            DeleteBeforeReplace = request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace ? request.DeleteBeforeReplace : null,
            DeletedWith = request.DeletedWith,
            IgnoreChanges = List(request.IgnoreChanges),
            ReplaceOnChanges = List(request.ReplaceOnChanges),
            AdditionalSecretOutputs = List(request.AdditionalSecretOutputs),
            Aliases = [.. Aliases(request)],
            ImportId = request.ImportId,
            Version = request.Version,
            PluginDownloadUrl = request.PluginDownloadURL,
            Timeouts = request.CustomTimeouts is { } timeouts ? new RecordedTimeouts(timeouts.Create, timeouts.Update, timeouts.Delete) : null,
        },
    };

    public static RecordedResource ToRecord(ReadResourceRequest request, string urn, Struct outputs) => new()
    {
        Urn = urn,
        Type = request.Type,
        Name = request.Name,
        Parent = request.Parent,
        Custom = true,
        Origin = ResourceOrigin.Read,
        Id = request.Id,
        Inputs = request.Properties ?? new Struct(),
        Outputs = outputs,
        Dependencies = List(request.Dependencies),
        Provider = request.Provider,
        Options = new RecordedOptions
        {
            AdditionalSecretOutputs = List(request.AdditionalSecretOutputs),
            Version = request.Version,
            PluginDownloadUrl = request.PluginDownloadURL,
        },
    };

    /// <summary>The names that a resource had before.</summary>
    public static IEnumerable<RecordedAlias> Aliases(RegisterResourceRequest request) =>
        request.AliasURNs.Select(alias => new RecordedAlias(alias, "", "", "", "", "", false)).Concat(request.Aliases.Select(ToRecord));

    private static RecordedAlias ToRecord(Alias alias) => alias.Spec is { } spec
        ? new RecordedAlias("", spec.Name, spec.Type, spec.Stack, spec.Project, spec.ParentUrn, spec.NoParent)
        : new RecordedAlias(alias.Urn, "", "", "", "", "", false);

    private static IReadOnlyList<string> List(RepeatedField<string> items) => [.. items];

    private static void CheckType(string type)
    {
        if (type.Split(':') is not [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"Type '{type}' is not a valid type token: expected package:module:name"));
    }

    private static void CheckUrns(string problem, IEnumerable<string> urns)
    {
        foreach (var urn in urns)
        {
            if (urn.Length == 0)
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"{problem}: missing required URN"));
            if (!Urn.IsValid(urn))
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"{problem}: invalid URN \"{urn}\""));
        }
    }

    [GeneratedRegex(@"^[-+]?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$")]
    private static partial Regex GoDuration();
}
