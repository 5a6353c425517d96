using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Spmis.Web.Shell;

/// <summary>
/// Pages are fetched and forms are sent; nothing else is done with them. Razor Pages run a page without any handler for other methods (PUT, DELETE, TRACE): its rows would not be looked up, nor what
/// it checks before it shows them. RFC 9110, 15.5.6: the answer names what is allowed.
/// </summary>
internal static class PageVerbs
{
    public static void UsePageVerbs(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method) || context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null)
        {
            return next(context);
        }

        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            return Task.CompletedTask; // The page of the failure that was just found: its status stays, without a body.
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD, POST";
        return Task.CompletedTask;
    });
}
