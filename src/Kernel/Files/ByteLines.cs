namespace Spmis.Kernel.Files;

/// <summary>
/// Cuts a stream into lines of bytes, holding one line at most. CsvHelper and Sylvan.Data.Csv were looked at first: both stop at a line that outgrows their buffer,
/// and both let one quotation mark without its partner swallow the lines after it, while here such a line must get its verdict and the next be read.
/// Lines end with LF, CR LF or CR; in UTF-8 and Windows-1252 these bytes mean nothing else.
/// </summary>
internal sealed class ByteLines(Stream source, int maxLineBytes)
{
    private readonly byte[] chunk = new byte[64 * 1024];
    private readonly byte[] line = new byte[maxLineBytes];
    private int at;
    private int end;
    private bool skipLineFeed;

    /// <summary>Number of the line now held, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes of the line, also of one that was too long to hold.</summary>
    public long Length { get; private set; }

    public bool TooLong => Length > maxLineBytes;

    /// <summary>Whether a line end followed; a last line without one may have been cut off.</summary>
    public bool Ended { get; private set; }

    /// <summary>The line, or the beginning of one that is too long.</summary>
    public ReadOnlySpan<byte> Line => line.AsSpan(0, (int)Math.Min(Length, maxLineBytes));

    /// <summary>Goes to the next line. False at the end of the file.</summary>
    /// <param name="keep">False only counts the line and does not copy it.</param>
    /// <param name="ct">Stops the reading.</param>
    public async ValueTask<bool> NextAsync(bool keep, CancellationToken ct)
    {
        (Length, Ended) = (0, false);
        var any = false;
        while (true)
        {
            if (at == end)
            {
                (at, end) = (0, await source.ReadAsync(chunk, ct));
                if (end == 0)
                {
                    Number += any ? 1 : 0;
                    return any;
                }
            }

            if (skipLineFeed)
            {
                skipLineFeed = false;
                if (chunk[at] == '\n')
                {
                    at++;
                    continue;
                }
            }

            any = true;
            if (TakePart(keep))
            {
                Ended = true;
                Number++;
                return true;
            }
        }
    }

    /// <summary>Takes what the chunk has of the line; true when its end was in it.</summary>
    private bool TakePart(bool keep)
    {
        var rest = chunk.AsSpan(at, end - at);
        var stop = rest.IndexOfAny((byte)'\n', (byte)'\r');
        var part = stop < 0 ? rest : rest[..stop];
        if (keep && Length < maxLineBytes)
        {
            part[..(int)Math.Min(part.Length, maxLineBytes - Length)].CopyTo(line.AsSpan((int)Length));
        }

        Length += part.Length;
        at += part.Length + (stop < 0 ? 0 : 1);
        skipLineFeed = stop >= 0 && rest[stop] == '\r';
        return stop >= 0;
    }
}
