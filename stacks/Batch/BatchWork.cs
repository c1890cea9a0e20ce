using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Service;

namespace Stacks.Batch;

/// <summary>What a batch's state machine runs.</summary>
/// <param name="Document">In the States Language.</param>
/// <param name="Access">What the machine may do.</param>
/// <param name="Ready">What has to be there before it runs.</param>
internal sealed record BatchWork(Output<string> Document, IReadOnlyList<Statement> Access, IReadOnlyList<Resource> Ready)
{
    /// <summary>Tasks of a map, in a cluster of their own (docs/decisions/0101).</summary>
    public static BatchWork OfTasks(string name, string machine, Settings settings, PrivateNetwork network, BatchContext context, Resource parent)
    {
        var child = new CustomResourceOptions { Parent = parent };
        var logs = new LogGroup(name, new LogGroupArgs { RetentionInDays = settings.LogRetentionDays, KmsKeyId = context.KeyArn }, child);
        var cluster = new Cluster(name, new ClusterArgs { Name = machine }, child);
        var task = new BatchTask(settings, context.Account, context.TaskImageUri, logs, parent);
        var (group, ready) = Reach("Tasks of batches", network, parent);
        var document = Output.Tuple(cluster.Arn, task.Definition.Arn, Output.All(network.SubnetIds.Select(subnet => (Input<string>)subnet).ToArray()), group)
            .Apply(known => MapDocument.Of(settings.Batch, settings.Service.ModelSource, new(Partition.Current.Name, known.Item1, known.Item2, known.Item3, known.Item4)));
        return new(document, BatchAccess.OfMachine(settings, context.Account, context.KeyArn, cluster, task, machine), ready);
    }

    /// <summary>Jobs of Batch Transform, with a model of their own (docs/decisions/0103).</summary>
    public static BatchWork OfJobs(string name, Settings settings, PrivateNetwork? network, BatchContext context, Resource parent)
    {
        var service = settings.InAJob;
        ModelPlace? place = null;
        if (settings.PlacesJobs)
        {
            var (group, reach) = Reach("Jobs of batches", network!, parent);
            place = ModelPlace.In(network!.SubnetIds, group, reach, settings.Region, context.Account);
        }

        var role = new ServiceRole("batch-job", ServiceModel.Principal, parent, TransformAccess.OfContainer(service, context.Account, context.KeyArn, place));
        var model = ServiceModel.Create(name, service, context.ServiceImageUri, ServiceModel.Variables(service, service.Experiments.Source), role, place, outlivesItsUpdate: false, parent);
        var tags = StackConventions.Tags(settings.Owner, settings.CostCenter);
        var document = Output.Tuple(model.Name, context.KeyArn).Apply(known => TransformDocument.Of(settings.Batch, new(Partition.Current.Name, known.Item1, known.Item2, tags)));
        return new(document, TransformAccess.OfMachine(settings, context.Account, context.KeyArn, model), [model, .. place?.Ready ?? []]);
    }

    private static (Output<string> Group, IReadOnlyList<Resource> Ready) Reach(string description, PrivateNetwork network, Resource parent)
    {
        var group = Connections.Group("batch", network, description, parent);
        return (group.Id, [.. network.Ready, .. Connections.HttpsOut("batch", group, network)]);
    }
}
