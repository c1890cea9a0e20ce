using Pulumi;
using Pulumi.Aws.Budgets.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Observability;
using AwsBudget = Pulumi.Aws.Budgets.Budget;
using AwsBudgetArgs = Pulumi.Aws.Budgets.BudgetArgs;

namespace Stacks.Budget;

/// <summary>What the stack may cost a month, told at 80 percent, at all of it, and when the forecast says so. Counts what bears the stack's tags.</summary>
public sealed class CostBudget : ComponentResource
{
    /// <summary>Provisions the budget.</summary>
    public CostBudget(string name, AlarmSettings limits, AlarmTopic topic, ComponentResourceOptions? options = null)
        : base("room-type:budget:CostBudget", name, options)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(topic);
        _ = new AwsBudget(
            "month",
            new AwsBudgetArgs
            {
                Name = StackName.Full,
                BudgetType = "COST",
                TimeUnit = "MONTHLY",
                LimitAmount = $"{limits.BudgetUsd}",
                LimitUnit = "USD",
                // The tag has to be activated once as a cost allocation tag of the account.
                CostFilters =
                {
                    new BudgetCostFilterArgs
                    {
                        Name = "TagKeyValue",
                        Values = { $"user:Stack${StackName.Full}" },
                    },
                },
                Notifications = { Notice("ACTUAL", 80, topic), Notice("ACTUAL", 100, topic), Notice("FORECASTED", 100, topic) },
            },
            new CustomResourceOptions { Parent = this });
        RegisterOutputs();
    }

    private static BudgetNotificationArgs Notice(string type, double percent, AlarmTopic topic) => new()
    {
        NotificationType = type,
        ComparisonOperator = "GREATER_THAN",
        Threshold = percent,
        ThresholdType = "PERCENTAGE",
        SubscriberSnsTopicArns = { topic.Arn },
    };
}
