namespace Pulumi.Engine.Answers;

/// <summary>A function or a lookup that cannot be answered; the message is told to the program.</summary>
internal sealed class AnswerException(string message) : Exception(message);
