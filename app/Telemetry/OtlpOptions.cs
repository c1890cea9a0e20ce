namespace RoomTypes.Telemetry;

/// <summary>What of OpenTelemetry's environment variables (opentelemetry.io, "Environment Variable Specification") its SDK leaves to programs.</summary>
internal sealed record OtlpOptions
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static readonly string[] Propagators = ["xray", "tracecontext", "baggage"];

    /// <summary>Whether traces are sent.</summary>
    public required bool Traces { get; init; }

    /// <summary>Whether metrics are sent.</summary>
    public required bool Metrics { get; init; }

    /// <summary>How traces come from callers and go on.</summary>
    public required IReadOnlyCollection<string> Propagation { get; init; }

    /// <summary>Reads them; null if nothing is to be sent, as without an endpoint.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="problems">Takes a sentence for each value that is not allowed.</param>
    public static OtlpOptions? Read(Func<string, string?> variables, ICollection<string> problems)
    {
        if (string.Equals(variables("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var (traces, metrics) = (IsOn(variables, "TRACES", problems), IsOn(variables, "METRICS", problems));
        if (traces || metrics) VerifyProtocol(variables, "OTEL_EXPORTER_OTLP_PROTOCOL", problems);
        return traces || metrics ? new() { Traces = traces, Metrics = metrics, Propagation = ReadPropagators(variables, problems) } : null;
    }

    private static bool IsOn(Func<string, string?> variables, string signal, ICollection<string> problems)
    {
        var (own, exporter) = ($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT", $"OTEL_{signal}_EXPORTER");
        var variable = string.IsNullOrWhiteSpace(variables(own)) ? Endpoint : own;
        if (variables(variable) is not { } endpoint || string.IsNullOrWhiteSpace(endpoint)) return false;
        if (variables(exporter)?.Trim() is { Length: > 0 } chosen && chosen != "otlp")
        {
            if (chosen != "none") problems.Add($"{exporter} is {Quote.Of(chosen)}; allowed are otlp and none.");
            return false;
        }

        // The SDK would send to this machine instead, without a word.
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            problems.Add($"{variable} is {Quote.Of(endpoint)}; allowed is an address such as http://localhost:4318.");
        VerifyProtocol(variables, $"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL", problems);
        return true;
    }

    private static void VerifyProtocol(Func<string, string?> variables, string variable, ICollection<string> problems)
    {
        if (variables(variable)?.Trim() is { Length: > 0 } protocol && protocol is not ("grpc" or "http/protobuf"))
            problems.Add($"{variable} is {Quote.Of(protocol)}; allowed are grpc and http/protobuf.");
    }

    private static string[] ReadPropagators(Func<string, string?> variables, ICollection<string> problems)
    {
        const string Variable = "OTEL_PROPAGATORS";
        var names = variables(Variable)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (names.Length == 0) return Propagators;
        foreach (var name in names.Where(name => name != "none" && !Propagators.Contains(name)))
            problems.Add($"{Variable} has {Quote.Of(name)}; allowed are {string.Join(", ", Propagators)} and none.");
        return names.Contains("none") ? [] : names;
    }
}
