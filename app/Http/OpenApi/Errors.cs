using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace RoomTypes.Http.OpenApi;

/// <summary>An error that a route answers.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Code">Its code.</param>
/// <param name="When">What has happened.</param>
internal sealed record Error(int Status, string Code, string When);

/// <summary>The errors of every route, as the OpenAPI document lists them.</summary>
internal static class Errors
{
    private static readonly Error Internal = new(500, "internal", "Something went wrong in the service; its log has it under the request's id.");
    private static readonly Error Late = new(504, "deadline_exceeded", "The answer was not ready in time. Sending feedback again is safe.");
    private static readonly Error BadDeadline = new(400, "deadline_invalid", "The header x-deadline-ms is no whole number of milliseconds.");
    private static readonly Error Limited = new(429, "caller_limited", "The caller sends more requests a second than it may.");
    private static readonly Error NoExperiments = new(503, "experiments_unavailable", "The experiments file cannot be used.");
    private static readonly Error NoStore = new(503, "event_store_unavailable", "The event store cannot be reached now.");

    private static readonly Error CrossSite = new(403, "cross_site", "A page of another site has a browser send the request.");

    private static readonly Error[] Signatures =
    [
        new(403, "missing_authentication_token", "The request is not signed, where signatures are required."),
        new(403, "incomplete_signature", "The signature lacks a part, or a part is not of its form."),
        new(403, "unrecognized_client", "The access key or its session token is not known."),
        new(403, "expired_token", "The access key has expired."),
        new(403, "signature_expired", "The request was signed too long ago; the detail tells the server's time."),
        new(403, "signature_not_yet_current", "The request was signed later than now; the detail tells the server's time."),
        new(403, "invalid_signature", "The signature is that of another request, region or service, or leaves out what must be signed."),
        new(403, "content_sha256_mismatch", "The body is another than the signed one."),
        new(403, "request_replayed", "A request with this signature was answered before."),
    ];

    private static readonly Error[] Entities =
    [
        new(403, "entity_not_callers", "The request is of another entity than its caller, where entities are bound to callers."),
        new(403, "caller_unknown", "Entities are bound to callers, and it is not known who calls."),
    ];

    private static readonly Error[] NotReady =
    [
        new(503, "not_ready", "The models are not loaded yet."), new(503, "model_unavailable", "A model cannot be loaded; the detail says which value is wrong."), NoExperiments,
    ];

    private static readonly Error[] Bodies =
    [
        new(400, "body_empty", "There is no body."),
        new(400, "request_malformed", "The body's chunks cannot be read, or it ends before its length."),
        new(400, "json_malformed", "The body is not JSON, or a value is of the wrong type."),
        new(400, "json_field_unknown", "The JSON has a field that is not known."),
        new(400, "protobuf_malformed", "The body is not the serialised message."),
        new(400, "value_too_long", "A text has more characters than are allowed."),
        new(400, "value_invalid", "A text has a character that is not allowed."),
        new(408, "body_too_slow", "The body comes too slowly."),
        new(413, "body_too_large", "The body is over the limit."),
        new(415, "content_type_unsupported", "The content type is not one of those below."),
        new(415, "content_encoding_unsupported", "The body is compressed as a whole."),
        new(429, "overloaded", "More work than can be done in time, or more bytes than can be held."),
        Limited, Internal, Late, BadDeadline, CrossSite, .. Signatures, .. Entities,
    ];

    public static readonly Error[] Recognize =
    [
        .. Bodies,
        new(400, "multipart_malformed", "The form does not follow its boundary."),
        new(400, "field_invalid", "A form field or query parameter is not known, or its value is not allowed."),
        new(400, "request_id_invalid", "The request's id has a character that is not allowed, or too many."),
        new(400, "attribute_key_invalid", "An attribute's key is empty or too long."),
        new(400, "attributes_too_many", "Too many attributes."),
        new(400, "rooms_missing", "No room."),
        new(400, "rooms_too_many", "Too many rooms."),
        new(400, "room_id_repeated", "Two rooms have the same id."),
        new(400, "images_missing", "A room has no picture."),
        new(400, "images_too_many", "Too many pictures."),
        new(400, "models_too_many", "Too many models."),
        new(400, "model_malformed", "A model is not named as name or name@version."),
        new(400, "model_repeated", "A model is named twice."),
        new(400, "model_unknown", "A model is not served."),
        new(400, "explain_labels_too_many", "Too many labels to explain."),
        new(400, "label_unknown", "A label to explain is none of a model's."),
        new(400, "explanation_unavailable", "A model's answers cannot be explained."),
        new(413, "images_too_costly", "Decoding the pictures would take too long."),
        new(413, "pictures_too_large", "The fetched pictures are over the limit together."),
        new(422, "image_empty", "No picture could be read: the first has no bytes."),
        new(422, "image_corrupt", "No picture could be read: the first is broken or truncated."),
        new(422, "image_format_unsupported", "No picture could be read: the first is no JPEG, PNG or WebP, or a kind of one that is not read."),
        new(422, "image_too_large", "No picture could be read: the first is over a limit of bytes, width, height or pixels."),
        new(422, "image_uri_unsupported", "No picture could be read: the first one's address is no s3://bucket/key."),
        new(422, "image_uri_forbidden", "No picture could be read: the first lies in a bucket that may not be read."),
        new(422, "image_unavailable", "No picture could be read: the first could not be fetched."),
        .. NotReady,
    ];

    public static readonly Error[] Protocol =
    [
        .. Recognize.Where(error => error.Status is not 415 and not 400 || Bodies.Contains(error) && error.Code is not ("protobuf_malformed" or "content_type_unsupported")),
        new(400, "tensor_invalid", "A tensor's name, type, shape or bytes are not the model's."),
        new(400, "rooms_missing", "No picture."),
        new(400, "rooms_too_many", "Too many pictures."),
        new(404, "model_unknown", "The model is not served."),
    ];

    public static readonly Error[] Feedback =
    [
        .. Bodies,
        new(400, "feedback_missing", "Neither a room type nor a metric."),
        new(400, "prediction_id_missing", "A room type without the prediction that it corrects."),
        new(400, "prediction_id_invalid", "The prediction's id is none that the service makes."),
        new(400, "entity_id_missing", "A metric without an entity or a prediction."),
        new(400, "room_type_invalid", "The room type is unspecified or not known."),
        new(400, "metric_invalid", "The metric's name or value is not allowed."),
        new(400, "time_invalid", "The time is after now, or none."),
        new(400, "feedback_refused", "The event store cannot keep a value."),
        new(404, "feedback_disabled", "The service has no event store."),
        NoStore,
    ];

    public static readonly Error[] Models = [.. NotReady, Limited, Internal, .. Signatures];

    public static readonly Error[] Model = [new(404, "model_unknown", "The registry has no such model."), .. Models];

    public static readonly Error[] Card =
    [
        .. Model, new(404, "card_missing", "The model has no card."), new(503, "card_unavailable", "The card cannot be read, or is another than the registry's."),
    ];

    public static readonly Error[] Experiments = [NoExperiments, Limited, Internal, .. Signatures];

    public static readonly Error[] Results =
    [
        new(400, "range_empty", "The time range does not end after it starts."),
        new(400, "time_malformed", "A time is not in ISO 8601."),
        new(400, "request_malformed", "A parameter cannot be read."),
        new(404, "experiment_unknown", "The experiments file has no such experiment."),
        new(404, "event_store_missing", "The service has no event store."),
        NoStore, NoExperiments, Limited, Internal, Late, BadDeadline, .. Signatures,
    ];

    public static readonly Error[] Drift =
    [
        new(400, "range_empty", "The time range does not end after it starts."),
        new(400, "range_too_long", "The time range has more days than are compared."),
        new(400, "time_malformed", "A time is not in ISO 8601."),
        new(404, "model_unknown", "The model is not served."),
        new(404, "event_store_missing", "The service has no event store."),
        NoStore, .. NotReady, Limited, Internal, Late, BadDeadline, .. Signatures,
    ];

    public static readonly Error[] Plan =
    [
        new(400, "days_invalid", "The days are not over 0, or more than events are kept."),
        new(400, "request_malformed", "A parameter cannot be read."),
        new(404, "experiment_unknown", "The experiments file has no such experiment."),
        new(404, "event_store_missing", "The service has no event store."),
        NoStore, NoExperiments, Limited, Internal, Late, BadDeadline, .. Signatures,
    ];

    private static readonly Error[] Changes =
    [
        new(401, "admin_token_missing", "The request shows no admin token."),
        new(401, "admin_token_wrong", "The admin token is another."),
        new(403, "changes_disabled", "The service has no admin token: nothing can be changed."),
        new(404, "experiment_unknown", "The experiments file has no such experiment."),
        new(409, "experiments_not_local", "Another source says who gets what; the detail tells where it is changed."),
        new(409, "experiments_read_only", "The experiments file cannot be written by the service."),
        new(409, "experiment_ended", "The experiment has ended; its result stays."),
        new(412, "experiments_changed", "The experiments are another state than the one that the change is of."),
        NoExperiments, Limited, Internal, CrossSite, .. Signatures,
    ];

    public static readonly Error[] Starts = [.. Changes, new(409, "experiment_running", "The experiment runs already.")];

    public static readonly Error[] Stops = [.. Changes, new(409, "experiment_not_running", "The experiment has not begun.")];

    public static readonly Error[] Allocations =
    [
        .. Changes,
        new(400, "allocation_invalid", "The weights or the exposure are out of range, or not of every variation."),
        new(400, "json_malformed", "The body is not JSON, has a field that is not known, or a value is of the wrong type."),
        new(400, "body_empty", "There is no body."),
        new(400, "request_malformed", "The body's chunks cannot be read, or it ends before its length."),
        new(408, "body_too_slow", "The body comes too slowly."), new(413, "body_too_large", "The body is over the limit."),
        new(409, "exposure_shrinks", "The exposure would let entities go that are in."),
        new(415, "content_type_unsupported", "The content type is not JSON."), new(415, "content_encoding_unsupported", "The body is compressed as a whole."),
        new(429, "overloaded", "More bytes than can be held."), Late, BadDeadline,
    ];

    public static readonly Error[] Flags =
    [
        new(408, "body_too_slow", "The body comes too slowly."), new(413, "body_too_large", "The body is over the limit."),
        new(415, "content_encoding_unsupported", "The body is compressed as a whole."), new(429, "overloaded", "More bytes than can be held."),
        NoExperiments, Limited, Internal, Late, CrossSite, .. Signatures, .. Entities,
    ];

    public static readonly Error[] Readiness = [.. NotReady, new(503, "stopping", "The process is stopping."), Internal];

    /// <summary>Documents the statuses that a route answers with problem details: an example for each code.</summary>
    public static RouteHandlerBuilder WithErrors(this RouteHandlerBuilder route, Error[] errors)
    {
        var statuses = errors.GroupBy(error => error.Status).ToList();
        foreach (var status in statuses)
        {
            var description = $"{ReasonPhrases.GetReasonPhrase(status.Key)}: {string.Join(", ", status.Select(error => $"`{error.Code}`"))}.";
            route.WithMetadata(new ProducesResponseTypeAttribute<Problem>(status.Key, MediaTypes.Problem) { Description = description });
        }

        return route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var status in statuses)
            {
                operation.Responses![$"{status.Key}"].Content![MediaTypes.Problem].Examples = status.ToDictionary(error => error.Code, Example);
            }

            return Task.CompletedTask;
        });
    }

    private static IOpenApiExample Example(Error error) =>
        new OpenApiExample { Summary = error.When, Value = Examples.Problem(error.Status, error.Code, error.When) };
}
