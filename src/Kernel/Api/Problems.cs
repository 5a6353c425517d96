using Microsoft.AspNetCore.Http;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Api;

/// <summary>Refusals as problem details (RFC 9457) with the code and the field.</summary>
public static class Problems
{
    /// <summary>A refusal as problem details; 409 when somebody else was faster, 403 for a restricted record, else 400, or what the caller says.</summary>
    public static IResult Of(Refused refused, int? status = null) => Results.Problem(
        title: "Refused",
        detail: refused.Message,
        statusCode: status ?? StatusOf(refused),
        type: $"urn:spmis:problem:{refused.Code}",
        extensions: new Dictionary<string, object?> { ["code"] = refused.Code, ["field"] = refused.Field });

    /// <summary>The status of a refusal where nobody says otherwise.</summary>
    public static int StatusOf(Refused refused) => refused.Code switch
    {
        "changed-meanwhile" or "exists-already" => StatusCodes.Status409Conflict,
        Access.RestrictedRecords.Code or Access.RestrictedRecords.OwnCode or Access.RestrictedRecords.HouseholdCode => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status400BadRequest,
    };
}
