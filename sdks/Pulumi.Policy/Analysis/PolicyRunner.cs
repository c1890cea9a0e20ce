using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Pulumi.Policy.Analysis;

/// <summary>Runs one policy, and turns what becomes of it into what the engine is told.</summary>
internal sealed class PolicyRunner(PolicyPack pack)
{
    private string PackName => $"policy pack '{pack.Name}@v{pack.Version}'";

    public Task ValidateAsync(ResourceValidationPolicy policy, EnforcementLevel level, ResourceValidationArgs args, AnalyzeResponse response, CancellationToken cancellation) =>
        ValidateAsync(policy, level, response, async report =>
        {
            policy.ValidateResource?.Invoke(args, report);
            await (policy.ValidateResourceAsync?.Invoke(args, report, cancellation) ?? Task.CompletedTask);
        }, cancellation);

    public Task ValidateAsync(StackValidationPolicy policy, EnforcementLevel level, StackValidationArgs args, AnalyzeResponse response, CancellationToken cancellation) =>
        ValidateAsync(policy, level, response, async report =>
        {
            policy.ValidateStack?.Invoke(args, report);
            await (policy.ValidateStackAsync?.Invoke(args, report, cancellation) ?? Task.CompletedTask);
        }, cancellation);

    /// <summary>The inputs as the policy leaves them; null where it changes nothing.</summary>
    public async Task<Struct?> RemediateAsync(ResourceValidationPolicy policy, ResourceValidationArgs args, RemediateResponse response, CancellationToken cancellation)
    {
        var made = new Remediation { PolicyName = policy.Name, PolicyPackName = pack.Name, PolicyPackVersion = pack.Version, Description = policy.Description };
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var result = policy.RemediateResource?.Invoke(args);
            result = await (policy.RemediateResourceAsync?.Invoke(args, cancellation) ?? Task.FromResult<PropertyValue?>(null)) ?? result;
            if (result is null)
                return null;
            made.Properties = result.Wire is { KindCase: Value.KindOneofCase.StructValue } inputs
                ? inputs.StructValue
                : throw new InvalidOperationException($"it returned {result} in place of the resource's inputs, a map.");
        }
        catch (UnknownValueException e)
        {
            made.Diagnostic = $"can't run remediation '{policy.Name}' from {PackName} during preview: {e.Message}";
        }
        catch (NotApplicableException e)
        {
            response.NotApplicable.Add(new PolicyNotApplicable { PolicyName = policy.Name, Reason = e.Reason });
            return null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            throw new PolicyFailedException($"Error remediating resource with remediation '{policy.Name}' from {PackName}:\n{e}", e);
        }
        response.Remediations.Add(made);
        return made.Properties;
    }

    private async Task ValidateAsync(
        ValidationPolicy policy, EnforcementLevel level, AnalyzeResponse response, Func<ReportViolation, Task> validate, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await validate((message, urn, otherLevel, severity) => response.Diagnostics.Add(Diagnostic(
                policy, message.Length > 0 ? $"{policy.Description}\n{message}" : policy.Description, urn, otherLevel ?? level, severity ?? policy.Severity)));
        }
        catch (UnknownValueException e)
        {
            response.Diagnostics.Add(Diagnostic(
                policy, $"can't run policy '{policy.Name}' from {PackName} during preview: {e.Message}", "", EnforcementLevel.Advisory, policy.Severity));
        }
        catch (NotApplicableException e)
        {
            response.NotApplicable.Add(new PolicyNotApplicable { PolicyName = policy.Name, Reason = e.Reason });
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            throw new PolicyFailedException($"Error validating resource with policy '{policy.Name}' from {PackName}:\n{e}", e);
        }
    }

    private AnalyzeDiagnostic Diagnostic(ValidationPolicy policy, string message, string urn, EnforcementLevel level, Severity severity) => new()
    {
        PolicyName = policy.Name,
        PolicyPackName = pack.Name,
        PolicyPackVersion = pack.Version,
        Description = policy.Description,
        Message = message,
        Urn = urn,
        EnforcementLevel = (Pulumirpc.EnforcementLevel)level,
        Severity = (PolicySeverity)severity,
    };
}
