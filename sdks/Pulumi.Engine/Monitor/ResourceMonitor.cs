using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Engine.Answers;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;
using Pulumirpc;

namespace Pulumi.Engine.Monitor;

/// <summary>The service through which a program registers and reads resources and calls functions.</summary>
internal sealed class ResourceMonitor : Pulumirpc.ResourceMonitor.ResourceMonitorBase
{
    // What asks for more than recording is refused: the program then does without, or says so itself.
    private static readonly HashSet<string> Features =
        ["secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith"];

    private readonly Lock _lock = new();
    private readonly EngineOptions _options;
    private readonly ResourceAnswers _answers;
    private readonly Dictionary<string, ResourceState> _existing;
    private readonly FormerUrns _formerUrns;
    private readonly List<RecordedInvoke> _invokes = [];
    private readonly List<string> _warnings = [];

    public ResourceMonitor(EngineOptions options)
    {
        _options = options;
        _answers = new(options);
        _existing = (options.State?.Current ?? []).ToDictionary(resource => resource.Urn);
        _formerUrns = new FormerUrns(_existing.ContainsKey);
        Ledger = new(options.Stack, options.Project);
    }

    public Ledger Ledger { get; }

    public IReadOnlyList<RecordedInvoke> Invokes => _invokes;

    public IReadOnlyList<string> Warnings => _warnings;

    public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
        Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.Contains(request.Id) });

    public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) =>
        Locked(Register, request);

    public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) => Locked(Read, request);

    public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
        Locked(Complete, request);

    public override Task<InvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) => Locked(Invoke, request);

    public override Task<CallResponse> Call(ResourceCallRequest request, ServerCallContext context) => throw new RpcException(new Status(
        StatusCode.Unimplemented, $"{request.Tok} is a method of a component provider: the offline engine runs no providers"));

    public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context) => Task.FromResult(request);

    private RegisterResourceResponse Register(RegisterResourceRequest request)
    {
        if (request.Remote)
            throw new RpcException(new Status(StatusCode.Unimplemented, $"{request.Type} is a remote component: the offline engine runs no provider that could construct it"));
        Requests.Check(request);
        var urn = Ledger.Claim(request.Parent, request.Type, request.Name);
        Ledger.CheckProvider(request.Provider, urn);
        WarnOfComponentOptions(request, urn);

        var answer = request.Custom
            ? _answers.Create(new ResourceQuestion(urn, request.Type, request.Name, request.Object ?? new Struct(), ProviderInputs(request.Provider), request.ImportId) { Existing = Existing(urn, request) })
            : new ResourceAnswer("", new Struct());
        var outputs = Secure(answer.Outputs, request.AdditionalSecretOutputs);
        Ledger.Add(Requests.ToRecord(request, urn, answer.Id, outputs));
        return new RegisterResourceResponse
        {
            Urn = urn,
            Id = answer.Id,
            Object = Wire.ToProgram(outputs, request.SupportsPartialValues, request.AcceptSecrets, request.AcceptResources),
        };
    }

    private ResourceState? Existing(string urn, RegisterResourceRequest request) => _formerUrns.Find(urn, request.Parent, Requests.Aliases(request)) is { } former ? _existing[former] : null;

    private ReadResourceResponse Read(ReadResourceRequest request)
    {
        Requests.Check(request);
        var urn = Ledger.Claim(request.Parent, request.Type, request.Name);
        Ledger.CheckProvider(request.Provider, urn);
        if (request.Id.Length == 0)
            throw new RpcException(new Status(StatusCode.Unknown, $"Expected an ID for {urn}"));

        var inputs = request.Properties ?? new Struct();
        var answer = request.Type == StackReferences.Type
            ? new ResourceAnswer(request.Id, StackReferences.Read(_options, inputs))
            : _answers.Create(new ResourceQuestion(urn, request.Type, request.Name, inputs, ProviderInputs(request.Provider), request.Id));
        var outputs = Secure(answer.Outputs, request.AdditionalSecretOutputs);
        Ledger.Add(Requests.ToRecord(request, urn, outputs));
        return new ReadResourceResponse
        {
            Urn = urn,
            Properties = Wire.ToProgram(outputs, keepUnknowns: true, request.AcceptSecrets, request.AcceptResources),
        };
    }

    private Empty Complete(RegisterResourceOutputsRequest request)
    {
        Ledger.Complete(request.Urn, request.Outputs ?? new Struct());
        return new Empty();
    }

    private InvokeResponse Invoke(ResourceInvokeRequest request)
    {
        var arguments = request.Args ?? new Struct();
        try
        {
            var result = request.Tok switch
            {
                "pulumi:pulumi:getResource" => GetResource(arguments),
                StackReferences.Function => StackReferences.Read(_options, arguments),
                _ => _answers.Call(request.Tok, arguments, ProviderInputs(request.Provider)),
            };
            _invokes.Add(new RecordedInvoke(request.Tok, arguments, result, request.Provider, request.Version));
            return new InvokeResponse { Return = result };
        }
        catch (AnswerException e)
        {
            _invokes.Add(new RecordedInvoke(request.Tok, arguments, null, request.Provider, request.Version));
            throw new RpcException(new Status(StatusCode.Unknown, $"invocation of {request.Tok} returned an error: {e.Message}"));
        }
    }

    private Struct GetResource(Struct arguments)
    {
        var urn = PropertyValue.Text(arguments, "urn") ?? "";
        var resource = Ledger.Find(urn) ?? throw new AnswerException($"unknown resource {urn}");
        return new Struct
        {
            Fields =
            {
                ["urn"] = Value.ForString(urn),
                ["id"] = Value.ForString(resource.Id),
                ["state"] = Value.ForStruct(resource.Outputs),
            },
        };
    }

    private Struct? ProviderInputs(string reference) =>
        reference.Length == 0 ? null : Ledger.Find(reference[..Math.Max(0, reference.LastIndexOf("::", StringComparison.Ordinal))])?.Inputs;

    private static Struct Secure(Struct outputs, IEnumerable<string> names)
    {
        foreach (var name in names.Where(outputs.Fields.ContainsKey))
            outputs.Fields[name] = PropertyValue.Secret(outputs.Fields[name]);
        return outputs;
    }

    private void WarnOfComponentOptions(RegisterResourceRequest request, string urn)
    {
        if (request.Custom)
            return;
        (string Name, bool IsSet)[] ignored =
        [
            ("ignoreChanges", request.IgnoreChanges.Count > 0),
            ("customTimeouts", request.CustomTimeouts is { } timeouts && (timeouts.Create + timeouts.Update + timeouts.Delete).Length > 0),
            ("additionalSecretOutputs", request.AdditionalSecretOutputs.Count > 0),
            ("replaceOnChanges", request.ReplaceOnChanges.Count > 0),
            ("retainOnDelete", request.RetainOnDelete),
            ("deletedWith", request.DeletedWith.Length > 0),
        ];
        _warnings.AddRange(ignored.Where(option => option.IsSet)
            .Select(option => $"{urn}: The option '{option.Name}' has no effect on component resources."));
    }

    private Task<TResponse> Locked<TRequest, TResponse>(Func<TRequest, TResponse> handle, TRequest request)
    {
        lock (_lock)
            return Task.FromResult(handle(request));
    }
}
