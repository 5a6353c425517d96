using Spmis.Iso20022;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Reconciliation;

/// <summary>Recognises a status file by its content and reads it as a stream of answers.</summary>
internal static class ReadAnswers
{
    /// <summary>What a file is.</summary>
    /// <param name="source">The file; can be read again from the start.</param>
    /// <param name="layout">The agency's own layout, if it has one.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">It is nothing we read; says what it is.</exception>
    public static async Task<StatusFormat> RecogniseAsync(Stream source, AnswerLayout? layout, CancellationToken ct)
    {
        var format = await MarkupFile.IsAsync(source, ct) ? await WhichMessageAsync(source, ct)
            : layout is not null && await CsvAnswers.IsHouseAsync(source, ct) is false ? StatusFormat.Mapped : StatusFormat.Csv;
        source.Position = 0;
        if (format is StatusFormat.Csv or StatusFormat.Mapped)
        {
            await CsvAnswers.CheckAsync(source, format == StatusFormat.Mapped ? layout : null, ct);
            source.Position = 0;
        }

        return format;
    }

    /// <summary>The answers in the order of the file; numbers rise strictly. At the end what is odd about the file is added to the warnings.</summary>
    /// <exception cref="Refused">The file is broken or ends too early.</exception>
    public static IAsyncEnumerable<Answer> ReadAsync(Stream source, StatusFormat format, AnswerLayout? layout, List<LineProblem> warnings, CancellationToken ct) => format switch
    {
        StatusFormat.Pain002 => Pain002Answers.ReadAsync(source, ct),
        StatusFormat.Camt => CamtAnswers.ReadAsync(source, ct),
        StatusFormat.Mapped => CsvAnswers.ReadAsync(source, layout ?? throw new InvalidOperationException("The file was recognised by a layout that is not there."), warnings, ct),
        _ => CsvAnswers.ReadAsync(source, null, warnings, ct),
    };

    /// <summary>The readers' words for a broken file.</summary>
    public static Refused Refuse(MessageRefused refused) => new(refused.Code, refused.Message, "file");

    private static async Task<StatusFormat> WhichMessageAsync(Stream source, CancellationToken ct)
    {
        try
        {
            using var report = await Iso20022.Statuses.ReadStatusReport.OpenAsync(source, ReadLimits.Usual, ct);
            return StatusFormat.Pain002;
        }
        catch (MessageRefused refused) when (refused.Code == "iso.wrong-message")
        {
            source.Position = 0;
            return await IsStatementAsync(source, ct);
        }
        catch (MessageRefused refused)
        {
            throw Refuse(refused);
        }
    }

    private static async Task<StatusFormat> IsStatementAsync(Stream source, CancellationToken ct)
    {
        try
        {
            using var statements = await Iso20022.Statements.ReadStatements.OpenAsync(source, ReadLimits.Usual, ct);
            return StatusFormat.Camt;
        }
        catch (MessageRefused refused)
        {
            throw refused.Code == "iso.wrong-message"
                ? new Refused(refused.Code, $"{refused.Message} An agency answers with pain.002, camt.053, camt.054 or our CSV.", "file")
                : Refuse(refused);
        }
    }
}

/// <summary>Gives answers numbers that rise: the line they stand on, or the next free one when a file puts several on a line.</summary>
internal struct LineNumbers
{
    private long last;

    public long Next(long line) => last = Math.Max(line, last + 1);
}
