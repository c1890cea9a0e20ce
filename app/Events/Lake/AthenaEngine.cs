using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RoomTypes.Events.Lake;

/// <summary>Has Amazon Athena answer. The same question within minutes is answered from the result of the first, which scans nothing.</summary>
/// <param name="database">The database of AWS Glue that has the tables.</param>
/// <param name="workgroup">Says where results are kept and how much a question may scan; null for Athena's primary one.</param>
internal sealed class AthenaEngine(string database, string? workgroup) : ILakeEngine
{
    private const int ReuseMinutes = 5;
    private const int RowsOfAPage = 1_000;
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ILakeRow> QueryAsync(LakeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = await StartAsync(query.Sql, cancellationToken);
        await WaitAsync(id, cancellationToken);
        // The first row of the first page is the names of the columns.
        var skip = 1;
        string? next = null;
        do
        {
            using var page = await AthenaClient.CallAsync("GetQueryResults", Body(json =>
            {
                json.WriteString("QueryExecutionId", id);
                json.WriteNumber("MaxResults", RowsOfAPage);
                if (next is not null) json.WriteString("NextToken", next);
            }), cancellationToken);
            foreach (var row in page.RootElement.GetProperty("ResultSet").GetProperty("Rows").EnumerateArray())
            {
                if (skip-- <= 0) yield return new Row(row.GetProperty("Data"));
            }

            next = page.RootElement.TryGetProperty("NextToken", out var token) ? token.GetString() : null;
        }
        while (next is not null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string> StartAsync(string sql, CancellationToken cancellationToken)
    {
        using var started = await AthenaClient.CallAsync("StartQueryExecution", Body(json =>
        {
            json.WriteString("QueryString", sql);
            // The same call made again starts no second question.
            json.WriteString("ClientRequestToken", Guid.NewGuid().ToString("D"));
            json.WriteStartObject("QueryExecutionContext");
            json.WriteString("Database", database);
            json.WriteEndObject();
            if (workgroup is not null) json.WriteString("WorkGroup", workgroup);
            json.WriteStartObject("ResultReuseConfiguration");
            json.WriteStartObject("ResultReuseByAgeConfiguration");
            json.WriteBoolean("Enabled", true);
            json.WriteNumber("MaxAgeInMinutes", ReuseMinutes);
            json.WriteEndObject();
            json.WriteEndObject();
        }), cancellationToken);
        return started.RootElement.GetProperty("QueryExecutionId").GetString()!;
    }

    private static async Task WaitAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            for (var look = FirstLook; ; look = look * 2 < LongestLook ? look * 2 : LongestLook)
            {
                using var execution = await AthenaClient.CallAsync("GetQueryExecution", Body(json => json.WriteString("QueryExecutionId", id)), cancellationToken);
                var status = execution.RootElement.GetProperty("QueryExecution").GetProperty("Status");
                var state = status.GetProperty("State").GetString();
                if (state == "SUCCEEDED") return;
                if (state is "FAILED" or "CANCELLED")
                    throw new EventStoreException($"Athena's query {id} {state.ToLowerInvariant()}: {(status.TryGetProperty("StateChangeReason", out var reason) ? reason.GetString() : "no reason told")}");
                await Task.Delay(look, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await StopAsync(id);
            throw;
        }
    }

    /// <summary>Nobody waits for the answer, and whoever scans for it is paid.</summary>
    private static async Task StopAsync(string id)
    {
        try
        {
            using var stopped = await AthenaClient.CallAsync("StopQueryExecution", Body(json => json.WriteString("QueryExecutionId", id)), CancellationToken.None);
        }
        catch (EventStoreException)
        {
            // It ends by itself, or at the workgroup's limit.
        }
    }

    private static byte[] Body(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>Every value is a text; one without has no VarCharValue.</summary>
    private sealed class Row(JsonElement data) : ILakeRow
    {
        public string? Text(int column) => data[column].TryGetProperty("VarCharValue", out var value) ? value.GetString() : null;

        public long Whole(int column) => long.Parse(Text(column)!, CultureInfo.InvariantCulture);

        public double Number(int column) => double.Parse(Text(column)!, CultureInfo.InvariantCulture);
    }
}
