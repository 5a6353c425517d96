using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Api;

/// <summary>Tells whether two requests ask for the same: method, address and body. A form counts by its fields and files, not by the boundary between them, which clients choose anew each time.</summary>
public static class RequestHash
{
    private const int Chunk = 64 * 1024;

    /// <summary>SHA-256, hexadecimal.</summary>
    /// <exception cref="Refused">The form cannot be read or broke off.</exception>
    internal static async Task<string> OfAsync(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, $"{request.Method} {request.Path}{request.QueryString}\n");
        if (!request.HasFormContentType)
        {
            // Buffered by UseSpmisApi, so that it can be read again.
            request.Body.Position = 0;
            await AddAsync(hash, request.Body, ct);
            request.Body.Position = 0;
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        var form = await ReadAsync(request, ct);
        foreach (var (name, values) in form.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(hash, $"{name}={string.Join('\u001f', values.ToArray())}\n");
        }

        foreach (var file in form.Files)
        {
            Add(hash, $"{file.Name} {file.FileName} {file.Length}\n");
            await using var content = file.OpenReadStream();
            await AddAsync(hash, content, ct);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lets an endpoint take files of up to so many bytes.</summary>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder endpoint, long mostBytes) => endpoint.WithMetadata(new SizeLimit(mostBytes)).WithFormOptions(multipartBodyLengthLimit: mostBytes);

    private static async Task<IFormCollection> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (InvalidDataException e)
        {
            throw new Refused("request.form", $"The form cannot be read: {e.Message} Send multipart/form-data as RFC 7578 has it.");
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new Refused("file.incomplete", "The upload broke off before its end; nothing was taken. Send it again.", "file");
        }
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));

    private static async Task AddAsync(IncrementalHash hash, Stream content, CancellationToken ct)
    {
        var buffer = new byte[Chunk];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }
    }

    private sealed record SizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
