using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class LambdaReservedConcurrency
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "lambda-reserved-concurrency",
        "Every function reserves concurrency within limits, or none where the least is 0: it bounds the bill, and neighbours keep their share.",
        OptionsJson.Default.LambdaReservedConcurrencyOptions,
        new() { ["aws:lambda/function:Function"] = Check });

    private static void Check(PropertyValue props, Context<LambdaReservedConcurrencyOptions> context)
    {
        if (props["capacityProviderConfig"].IsTruthy)
            return; // Bounded by its capacity provider instead.
        var reserved = props["reservedConcurrentExecutions"];
        if (reserved.Kind == PropertyKind.Undefined && context.Config.Minimum == 0)
            return; // A new account has too little to reserve any.
        // 0 would let nobody in.
        var least = Math.Max(1, context.Config.Minimum);
        if (!(reserved.AsNumber >= least && reserved.AsNumber <= context.Config.Maximum))
            context.Report($"reservedConcurrentExecutions must be set, from {least} to {context.Config.Maximum}");
    }
}

internal sealed record LambdaReservedConcurrencyOptions
{
    [Description("Least reserved concurrency of a function."), Range(0, int.MaxValue)]
    public int Minimum { get; set; } = 1;

    [Description("Most reserved concurrency of a function."), Range(0, int.MaxValue)]
    public int Maximum { get; set; } = 50;
}
