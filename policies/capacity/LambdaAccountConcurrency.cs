using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class LambdaAccountConcurrency
{
    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "lambda-account-concurrency",
        "All functions of a stack together leave the account the unreserved concurrency that Lambda demands.",
        OptionsJson.Default.LambdaAccountConcurrencyOptions,
        context =>
        {
            var most = context.Config.AccountLimit - context.Config.Unreserved;
            var total = 0.0;
            foreach (var function in context.Resources.OfType("aws:lambda/function:Function"))
            {
                var before = total;
                total += Math.Max(0, function.Props["reservedConcurrentExecutions"].Number() ?? 0);
                if (before <= most && total > most)
                    context.Report($"the stack's functions together must reserve at most {most} concurrent executions; this one passes that", function);
            }
        });
}

internal sealed record LambdaAccountConcurrencyOptions
{
    [Description("Concurrent executions of the account and region."), Range(0, int.MaxValue)]
    public int AccountLimit { get; set; } = 1000;

    [Description("Concurrent executions that stay unreserved; Lambda demands 100."), Range(100, int.MaxValue)]
    public int Unreserved { get; set; } = 100;
}
