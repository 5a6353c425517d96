using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Associations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A member list as the API gives it.</summary>
public sealed record MemberListAnswer(string PaymentReference, string Scheme, string Month, string State, int Members, string Amount, string Paid, string Currency, DateOnly DueOn, long? RunId)
{
    internal static MemberListAnswer Of(MemberList l) => new(l.PaymentReference, l.Scheme, l.Month.ToString(), l.State.ToString(), l.Members, new Money(l.AmountMinor, Values.Currency.Of(l.Currency)).ToPlain(), new Money(l.PaidMinor, Values.Currency.Of(l.Currency)).ToPlain(), l.Currency, l.DueOn, l.RunId);
}

/// <summary>A line of a member list as the API gives it.</summary>
public sealed record MemberListLineAnswer(long Line, string? PersonNumber, string? PersonName, string Base, string Amount, string Paid, string? Struck);

/// <summary>Endpoints for what associations pay for their members.</summary>
internal static class MemberListsApi
{
    private const long MaxList = 64L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/associations/{number}/lists", FileAsync).Writes(ContributionsModule.ModuleName, May.FileMemberLists).TakesFiles(MaxList).DisableAntiforgery()
            .WithSummary("File the list of the members for whom an association pays in a month: multipart with month, scheme (left out, the only one) and file. The same file twice is one list.");
        api.MapGet("/associations/{number}/lists", async (FindMemberLists find, CurrentActor actor, string number, int? limit, CancellationToken ct) => (await find.ListAsync((await find.AssociationAsync(number, actor.Actor, ct)).AssociationId, limit ?? 25, ct)).Select(MemberListAnswer.Of))
            .Reads(May.ReadMemberLists).WithSummary("The member lists of an association, the latest first.");
        api.MapGet("/member-lists/{reference}", async (FindMemberLists find, CurrentActor actor, string reference, CancellationToken ct) => MemberListAnswer.Of((await find.ReadAsync(reference, actor.Actor, ct)).List)).Reads(May.ReadMemberLists).WithSummary("A member list by its payment reference.");
        api.MapGet("/member-lists/{reference}/lines", LinesAsync).Reads(May.ReadMemberLists).WithSummary("Its lines: earnings, amount and what is paid of each member.");
        api.MapPost("/member-lists/{reference}/withdrawal", async (FileMemberList act, CurrentActor actor, string reference, CancellationToken ct) =>
        {
            await act.WithdrawAsync(reference, actor.Change("members.withdraw"), ct);
            return new { reference };
        }).Writes(ContributionsModule.ModuleName, May.FileMemberLists).WithSummary("Give a list up of which nothing is paid.");
    }

    private static async Task<MemberListFiled> FileAsync(FileMemberList act, CurrentActor actor, string number, HttpRequest request, CancellationToken ct)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(ct) : null;
        var file = form?.Files.GetFile("file") ?? throw new Refused("import.no-file", "Send the file as multipart/form-data in a field named file.", "file");
        var month = Month.TryParse(form["month"].ToString(), out var read) ? read : throw new Refused("value.missing", "Write the month as 2026-03.", "month");
        await using var content = file.OpenReadStream();
        return await act.HandleAsync(number, month, form["scheme"].ToString(), content, file.FileName, actor.Change("members.file"), ct);
    }

    private static async Task<IEnumerable<MemberListLineAnswer>> LinesAsync(FindMemberLists find, CurrentActor actor, string reference, long? after, int? limit, CancellationToken ct)
    {
        var (list, _) = await find.ReadAsync(reference, actor.Actor, ct);
        var currency = Values.Currency.Of(list.Currency);
        string Plain(long minor) => new Money(minor, currency).ToPlain();
        return (await find.LinesAsync(list.Id, after ?? 0, limit ?? 25, ct)).Select(l => new MemberListLineAnswer(l.Line, l.PersonNumber, l.PersonName, Plain(l.BaseMinor), Plain(l.AmountMinor), Plain(l.PaidMinor), l.Struck));
    }
}
