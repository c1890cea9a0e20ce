namespace RoomTypes.EventsTool.Dashboards;

/// <summary>What the metrics of running processes say (docs/hosting.md names them).</summary>
internal static class ServicePanels
{
    /// <summary>The panels, from the outside in.</summary>
    public static IReadOnlyList<Panel> All { get; } =
    [
        new("Requests", "Answers a second, by status.", "reqps", [new($"sum by (http_response_status_code) ({Rate("http_server_request_duration_seconds_count")})", "{{http_response_status_code}}")]),
        new("Time of an answer", "Of recognitions, by the service's own clock.", "s",
            [.. new[] { "0.5", "0.95", "0.99" }.Select(share => new Query($"histogram_quantile({share}, sum by (le) ({Rate("http_server_request_duration_seconds_bucket", "http_route=~\"/v1/.*\"")}))", $"p{share[2..].PadRight(2, '0')}"))]),
        new("Pictures", "A second, by what became of them.", "short", [new($"sum by (outcome) ({Rate("room_type_pictures_total")})", "{{outcome}}")]),
        new("Time of a picture", "Means by stage; kept answers pass none.", "s",
            [new($"sum by (stage) ({Rate("room_type_picture_duration_seconds_sum")}) / sum by (stage) ({Rate("room_type_picture_duration_seconds_count")})", "{{stage}}")]),
        new("Rooms", "Predictions a second, by model and label: a share that drifts tells of another camera or another home.", "short",
            [new($"sum by (model, label) ({Rate("room_type_predictions_total")})", "{{model}} {{label}}")]),
        new("Unknown share", "Rooms whose pictures show little that the model knows.", "percentunit",
            [new($"sum by (model) ({Rate("room_type_predictions_unknown_total")}) / sum by (model) ({Rate("room_type_predictions_total")})", "{{model}}")]),
        new("Pictures held for each worker", "How full the queues are.", "short", [new("sum(room_type_pictures_held) / sum(room_type_workers)", "held")]),
        new("Answers from the cache", "Of answers that were looked for, those that were there or being made.", "percentunit",
            [new($"sum({Rate("room_type_cache_answers_total", "outcome=~\"hit|shared\"")}) / sum({Rate("room_type_cache_answers_total")})", "kept")]),
        new("Events", "A second: written, and what should be 0: dropped and not written.", "short",
            [new($"sum({Rate("room_type_events_written_total")})", "written"), .. new[] { "dropped", "write_failures" }.Select(name => new Query($"sum({Rate($"room_type_events_{name}_total")})", name))]),
        new("Events on machines' disks", "What a lake that fails has not taken yet: should be 0.", "bytes", [new("sum(room_type_events_spool_size_bytes)", "spooled")]),
        new("Processes whose models are stale", "The registry's newest state cannot be served: should be 0.", "short", [new("sum(room_type_models_stale)", "stale")]),
        new("Memory", "Resident, by process.", "bytes", [new("sum by (instance) (dotnet_process_memory_working_set_bytes)", "{{instance}}")]),
    ];

    private static string Rate(string metric, string labels = "") => $"rate({metric}{(labels.Length > 0 ? $"{{{labels}}}" : "")}[$__rate_interval])";
}
