using Pulumi;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;

namespace Stacks.Events.Lake;

/// <summary>The lake's tables in AWS Glue. Athena makes up which partitions there may be, so that nobody has to register any.</summary>
/// <remarks>https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html</remarks>
internal static class LakeTables
{
    private const string Format = "org.apache.hadoop.hive.ql.io.parquet";

    /// <summary>Its name; names of Athena have no hyphens.</summary>
    public static string Database => StackName.Full.Replace('-', '_');

    public static void Create(Output<string> bucket, EventSettings events, Resource parent)
    {
        var database = new CatalogDatabase(
            "lake",
            new CatalogDatabaseArgs { Name = Database, Description = "What the service keeps of its work (docs/events.md)" },
            new CustomResourceOptions { Parent = parent });
        foreach (var table in LakeTable.All)
            Create(table, database, bucket, events, parent);
    }

    private static void Create(LakeTable table, CatalogDatabase database, Output<string> bucket, EventSettings events, Resource parent)
    {
        var place = Output.Format($"s3://{bucket}/{LakeBucket.Events}kind={table.Kind}/");
        _ = new CatalogTable(
            table.Kind,
            new CatalogTableArgs
            {
                Name = table.Kind,
                DatabaseName = database.Name,
                TableType = "EXTERNAL_TABLE",
                PartitionKeys = { new CatalogTablePartitionKeyArgs { Name = "dt", Type = "string" }, new CatalogTablePartitionKeyArgs { Name = "hour", Type = "string" } },
                StorageDescriptor = new CatalogTableStorageDescriptorArgs
                {
                    Columns = [.. table.Columns.Select(column => new CatalogTableStorageDescriptorColumnArgs { Name = column.Name, Type = column.Type })],
                    Location = place,
                    InputFormat = $"{Format}.MapredParquetInputFormat",
                    OutputFormat = $"{Format}.MapredParquetOutputFormat",
                    SerDeInfo = new CatalogTableStorageDescriptorSerDeInfoArgs { SerializationLibrary = $"{Format}.serde.ParquetHiveSerDe" },
                },
                Parameters = Projection(place, table.Kind == LakeTable.Embeddings ? LakeBucket.EmbeddingDays : events.RetentionDays),
            },
            new CustomResourceOptions { Parent = parent });
    }

    // A day more at both ends: robots' clocks are not ours, and rules of a lifecycle run at midnight.
    private static InputMap<string> Projection(Output<string> place, int days) => new()
    {
        { "classification", "parquet" },
        { "EXTERNAL", "TRUE" },
        { "projection.enabled", "true" },
        { "projection.dt.type", "date" },
        { "projection.dt.format", "yyyy-MM-dd" },
        { "projection.dt.range", $"NOW-{days + 1}DAYS,NOW+1DAYS" },
        { "projection.dt.interval", "1" },
        { "projection.dt.interval.unit", "DAYS" },
        { "projection.hour.type", "integer" },
        { "projection.hour.range", "0,23" },
        { "projection.hour.digits", "2" },
        { "storage.location.template", Output.Format($"{place}dt=${{dt}}/hour=${{hour}}/") },
    };
}
