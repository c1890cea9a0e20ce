using Pulumi;
using Pulumi.Aws.Sns;
using Stacks.Iam;

namespace Stacks.Observability;

/// <summary>Where alarms are told, and who is listening.</summary>
public sealed class AlarmTopic : ComponentResource
{
    /// <summary>Provisions the topic and a subscription for each address.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="emails">Who is told.</param>
    /// <param name="account">Account of the stack, whose alarms may publish.</param>
    /// <param name="keyArn">The key that encrypts the messages.</param>
    /// <param name="options">Options of the component.</param>
    public AlarmTopic(string name, IReadOnlyList<string> emails, Input<string> account, Input<string> keyArn, ComponentResourceOptions? options = null)
        : base("room-type:observability:AlarmTopic", name, options)
    {
        ArgumentNullException.ThrowIfNull(emails);
        var topic = new Topic("alarms", new TopicArgs { KmsMasterKeyId = keyArn }, new CustomResourceOptions { Parent = this });
        var child = new CustomResourceOptions { Parent = topic };
        _ = new TopicPolicy("alarms", new TopicPolicyArgs { Arn = topic.Arn, Policy = Policy(topic, account) }, child);
        for (var i = 0; i < emails.Count; i++)
            _ = new TopicSubscription($"alarms-{i}", new TopicSubscriptionArgs { Topic = topic.Arn, Protocol = "email", Endpoint = emails[i] }, child);
        Arn = topic.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The topic's ARN.</summary>
    public Output<string> Arn { get; }

    private static Output<string> Policy(Topic topic, Input<string> account) => PolicyDocument.Of(
        new Statement("AlarmsAndBudgetsPublish")
        {
            Principals = ("Service", new InputList<string> { "cloudwatch.amazonaws.com", "budgets.amazonaws.com" }),
            Actions = ["sns:Publish"],
            Resources = new InputList<string> { topic.Arn },
            Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { account })],
        },
        new Statement("NothingUnencrypted")
        {
            Allow = false,
            Principals = ("AWS", new InputList<string> { "*" }),
            Actions = ["sns:Publish"],
            Resources = new InputList<string> { topic.Arn },
            Conditions = [("Bool", "aws:SecureTransport", new InputList<string> { "false" })],
        });
}
