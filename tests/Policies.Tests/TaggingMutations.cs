using System.Text.Json.Nodes;
using Policies.Tests.Support;
using static Policies.Tests.Support.Mutation;

namespace Policies.Tests;

internal static class TaggingMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. from tag in new[] { "Project", "Environment", "Owner", "CostCenter" }
           from place in new[] { ("dev", "lambda", "aws:lambda/function:Function"), ("staging", "fargate", "aws:ecs/service:Service"), ("prod", "eks", "aws:eks/cluster:Cluster") }
           select new Mutation("required-tags", place.Item1, place.Item2, $"{place.Item3} without {tag}", Change(place.Item3, Untag(tag))),
        new("required-tags", "staging", "eks", "nodes without tags", Change("kubernetes:eks.amazonaws.com/v1:NodeClass", inputs => inputs["spec"]!.AsObject().Remove("tags"))),
        new("required-tags", "prod", "eks", "a log group without any tags", Unset("aws:cloudwatch/logGroup:LogGroup", "tags")),
        new("required-tags", "dev", "ec2", "instances without tags", Change("aws:autoscaling/group:Group", inputs =>
        {
            foreach (var tag in inputs["tags"]!.AsArray())
                tag!["propagateAtLaunch"] = false;
        })),
        new("required-tags", "prod", "ec2", "disks without tags", Unset("aws:ec2/launchTemplate:LaunchTemplate", "tagSpecifications")),
        new("tag-values", "prod", "lambda", "an owner of another form", Change("aws:lambda/function:Function", Tag("Owner", "The Perception Team"))),
        new("tag-values", "prod", "fargate", "the environment of another stack", Change("aws:ecs/taskDefinition:TaskDefinition", Tag("Environment", "dev"))),
        new("managed-by-tag", "bootstrap", "", "a repository without ManagedBy", Change("aws:ecr/repository:Repository", Untag("ManagedBy"))),
    ];

    private static Action<JsonObject> Untag(string tag) => inputs => Assert.True(inputs["tags"]!.AsObject().Remove(tag));

    private static Action<JsonObject> Tag(string tag, string value) => inputs => inputs["tags"]![tag] = value;
}
