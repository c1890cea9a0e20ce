using System.Diagnostics;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;
using RoomTypes.Telemetry;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>The way of every request with pictures, whatever its shape: room in the queue, body, request, checks, response.</summary>
internal sealed class RecognitionPipeline(Recognizer recognizer, ShadowRunner shadows, RequestRules rules, MemoryBudget budget, RequestOptions options)
{
    /// <summary>Reads a body into a request.</summary>
    /// <param name="request">To be filled.</param>
    /// <param name="body">Stays as long as the request does.</param>
    /// <param name="cancellationToken">Ends with the request's time.</param>
    public delegate ValueTask Read(RecognitionRequest request, Memory<byte> body, CancellationToken cancellationToken);

    /// <summary>Answers a request, and gives its memory back: callers may take their time to read the answer.</summary>
    /// <exception cref="ServiceException">The service is overloaded or not ready, the body is not allowed, or no picture could be read.</exception>
    public async Task<RecognizeResponse> AnswerAsync(HttpContext context, Read read)
    {
        var deadline = context.BeginDeadline(options);
        recognizer.VerifyRoom(deadline);
        RequestBody.VerifyHead(context.Request, options.MaxRequestBytes);
        var memory = budget.Open(Callers.Of(context, options));
        using var request = new RecognitionRequest { Memory = memory, MostPictures = options.MaxImages, Cache = CacheHeaders.Use(context.Request) };
        var body = await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes, memory, deadline.Token);
        request.Own(body);
        var received = Stopwatch.GetTimestamp();
        using (Stages.Begin("parse")) await read(request, body.Memory, deadline.Token);
        request.EntityId = Callers.Entity(context, options, request.EntityId);
        if (request.RequestId.Length == 0) request.RequestId = context.TraceIdentifier;
        rules.Verify(request);
        RequestIds.Use(context, request.RequestId);
        var response = await recognizer.RecognizeAsync(request, received, deadline);
        if (request.Shadow is { } shadow) context.Response.OnCompleted(() => shadows.BeginAsync(shadow));
        CacheHeaders.Tell(context.Response, response.Timings);
        return response;
    }

    /// <summary>The same in a shape that has no place for pictures that could not be read.</summary>
    /// <exception cref="ServiceException">As before, or a picture could not be read.</exception>
    public async Task<RecognizeResponse> AnswerWholeAsync(HttpContext context, Read read)
    {
        var response = await AnswerAsync(context, read);
        if (response.Rooms.FirstOrDefault(room => room.Failures.Count > 0) is not { } room) return response;
        throw new ServiceException(ErrorKind.Undecodable, room.Failures[0].Code, $"Picture {room.RoomId}: {room.Failures[0].Message}");
    }
}
