using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Capacity;

internal static class LambdaProvisionedConcurrency
{
    private const string Config = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";

    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "lambda-provisioned-concurrency",
        "A function's provisioned concurrency stays within its reserved one, scaled out or not: Lambda refuses more.",
        context =>
        {
            var functions = context.Resources.OfType("aws:lambda/function:Function");
            Each(context.Resources.OfType(Config, "aws:appautoscaling/target:Target"), resource =>
            {
                if (!IsLambdas(resource))
                    return;
                Each(functions.Where(resource.DependsOn), function =>
                {
                    if (function.Props["reservedConcurrentExecutions"].AsNumber is { } reserved && MostOf(resource) > reserved)
                        context.Report($"provisioned concurrency must be at most the reserved concurrency of function '{function.Name}'", resource);
                });
            });
        });

    private static bool IsLambdas(PolicyResource resource) => resource.Type == Config || resource.Props["serviceNamespace"].AsString == "lambda";

    private static double? MostOf(PolicyResource resource) => resource.Props[resource.Type == Config ? "provisionedConcurrentExecutions" : "maxCapacity"].Number();
}
