using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Spmis.Web.Forms;

/// <summary>
/// Answers a form that is larger than its page takes with 413, and so with words of what to do. It reads the form after the page's limits are set (order 900) and before its
/// anti-forgery token is looked for (1000): that would call whatever cannot be read a form without a token.
/// </summary>
internal sealed class LargeForms : IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <inheritdoc />
    public int Order => 950;

    /// <inheritdoc />
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        // The page that tells of a refusal is the same request once more, with the same form.
        var isRefused = context.HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        if (context.Result is not null || isRefused || !HttpMethods.IsPost(request.Method) || !request.HasFormContentType)
        {
            return;
        }

        try
        {
            await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }
        catch (InvalidDataException e) when (e.Message.Contains("limit", StringComparison.Ordinal))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge); // A limit of the form, whose own words are for programmers; a test holds them.
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Not the size: a form that cannot be read, or broke off, is refused for want of its token, as it was.
        }
    }
}
