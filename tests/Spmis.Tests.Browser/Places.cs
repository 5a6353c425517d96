using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>A page as a user comes to it.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="User">Who looks; null before the door.</param>
/// <param name="Path">Where.</param>
/// <param name="Link">From there over the first link whose address matches.</param>
/// <param name="Press">Send its form unfilled, so that it comes back with errors.</param>
/// <param name="Status">What it answers with.</param>
internal sealed record Place(string Name, string? User, string Path, string? Link = null, bool Press = false, int Status = 200);

/// <summary>The pages that are walked.</summary>
internal static class Places
{
    private const string Id = "[0-9a-f-]{36}$";

    public static IReadOnlyList<Place> All { get; } =
    [
        new("sign in", null, "/sign-in"),
        new("sign in, refused", null, "/sign-in", Press: true, Status: 422),
        new("home of an officer", "officer", "/"),
        new("home of a supervisor", "supervisor", "/"),
        new("home of an employer", "employer", "/"),
        new("home of an agency", "banka", "/"),
        new("home of an auditor", "auditor", "/"),
        new("home of an administrator", "administrator", "/"),
        new("the demo month", "administrator", "/demo"),
        new("find a person", "officer", "/persons?q={person}"),
        new("a person", "officer", "/persons/{person}"),
        new("a person's history", "auditor", "/persons/{person}/history"),
        new("a person's contributions", "officer", "/contributions/persons/{person}"),
        new("register a person", "officer", "/persons/register"),
        new("register a person, refused", "officer", "/persons/register", Press: true, Status: 422),
        new("possible duplicates", "officer", "/duplicates"),
        new("a possible duplicate", "officer", "/duplicates", "^/duplicates/" + Id),
        new("returns of an employer", "employer", "/returns"),
        new("a return", "officer", "/returns", "^/returns/" + Id),
        new("a return written worker by worker", "employer", "/returns/form"),
        new("upload a return, refused", "employer", "/returns/new", Press: true, Status: 422),
        new("verify a certificate", null, "/verify/clearance"),
        new("bills", "officer", "/bills"),
        new("a bill", "officer", "/bills", "^/bills/"),
        new("employers", "officer", "/employers?q={employer}"),
        new("an employer", "officer", "/employers/{employer}"),
        new("imports of the register", "officer", "/registration/imports"),
        new("scheme packages", "supervisor", "/schemes"),
        new("awards", "officer", "/awards"),
        new("a determination", "officer", "/eligibility/rounds/1", "^/determinations/"),
        new("recertifications", "officer", "/eligibility/recertifications"),
        new("a round on the map", "officer", "/eligibility/rounds/1/map"),
        new("agreements with associations", "officer", "/eligibility/agreements"),
        new("associations", "officer", "/associations"),
        new("register an association, refused", "officer", "/associations/register", Press: true, Status: 422),
        new("taking over from an old system", "officer", "/contributions/takeovers"),
        new("subsidies of third payers", "officer", "/subsidies"),
        new("reminders", "officer", "/arrears/reminders"),
        new("debts that lapse", "officer", "/arrears/lapsing"),
        new("notices not booked", "officer", "/receipts?unbooked=true"),
        new("credits of a person", "officer", "/contributions/persons/{person}/credits"),
        new("plan of a person", "officer", "/contributions/persons/{person}/plan"),
        new("change an agency", "officer", "/agencies/edit/BANKA"),
        new("payments", "supervisor", "/payments"),
        new("funding accounts", "supervisor", "/payments/funding"),
        new("a payment run", "supervisor", "/payments", "^/payments/runs/" + Id),
        new("a batch", "banka", "/payments/batches", @"^/payments/batches/\d+$"),
        new("runs", "officer", "/runs"),
        new("a run", "officer", "/runs", "^/runs/"),
        new("approvals", "supervisor", "/proposals"),
        new("audit", "auditor", "/audit"),
        new("how long records are kept", "administrator", "/retention"),
        new("how long reads are kept, refused", "administrator", "/retention/identity/reads", Press: true, Status: 422),
        new("extracts for statistics", "administrator", "/statistics"),
        new("an extract for statistics, refused", "administrator", "/statistics/registration/new/persons", Press: true, Status: 422),
        new("users", "administrator", "/users"),
        new("an account", "administrator", "/users", "^/users/" + Id),
        new("a new account, refused", "administrator", "/users/new", Press: true, Status: 422),
        new("roles", "administrator", "/users/roles"),
        new("a new program, refused", "administrator", "/clients/new", Press: true, Status: 422),
        new("second factor", "supervisor", "/account/second-factor"),
        new("second factor, refused", "supervisor", "/account/second-factor", Press: true, Status: 422),
        new("passkeys", "supervisor", "/account/passkeys"),
        new("sign in with a passkey", null, "/sign-in/passkey"),
        new("open an account", null, "/sign-up"),
        new("open an account, refused", null, "/sign-up", Press: true, Status: 422),
        new("ask for an employer's account", null, "/sign-up/employer"),
        new("ask for an employer's account, refused", null, "/sign-up/employer", Press: true, Status: 422),
        new("requests for accounts", "officer", "/contributions/account-requests"),
        new("an invitation that is over", null, "/invitation/x"),
        new("home of a person", "person", "/"),
        new("my record", "person", "/me"),
        new("my contributions", "person", "/me/contributions"),
        new("my plan", "person", "/me/plan"),
        new("my claims", "person", "/me/claims"),
        new("claim a benefit, refused", "person", "/me/claims/new", Press: true, Status: 422),
        new("my statement", "person", "/me/statement"),
        new("my payments", "person", "/me/payments"),
        new("financial addresses", "officer", "/payments/addresses"),
        new("another address, refused", "officer", "/payments/addresses", Press: true, Status: 422),
        new("account mapper", "officer", "/payments/mapper"),
        new("name checks", "officer", "/payments/name-checks"),
        new("a new agency, refused", "officer", "/agencies/edit", Press: true, Status: 422),
        new("my consents", "person", "/me/consents"),
        new("my objections", "person", "/me/objections"),
        new("an objection, refused", "person", "/me/objections", Press: true, Status: 422),
        new("objections", "supervisor", "/objections"),
        new("take in an objection", "officer", "/persons/{person}/objections"),
        new("restrict a record", "officer", "/persons/{person}/restriction"),
        new("restrict a record, refused", "officer", "/persons/{person}/restriction", Press: true, Status: 422),
        new("my corrections", "person", "/me/correct"),
        new("a correction", "person", "/me/correct/name"),
        new("what is held on me", "person", "/me/report"),
        new("a code for an account", "officer", "/persons/{person}/account"),
        new("a photograph", "officer", "/persons/{person}/photo"),
        new("a photograph, refused", "officer", "/persons/{person}/photo", Press: true, Status: 422),
        new("sessions", "officer", "/account/sessions"),
        new("is it you", "supervisor", "/sign-in/again?to=/proposals"),
        new("who looked", "auditor", "/reads"),
        new("what we hold on a person", "officer", "/persons/{person}/report"),
        new("a page that is not there", "officer", "/nothing-here", Status: 404),
    ];

    /// <summary>Goes there and returns the answer of the page itself.</summary>
    public static async Task<IResponse> GoAsync(this Place place, IPage page, Portal portal)
    {
        var address = portal.At(place.Path);
        if (place.Link is not null)
        {
            await page.GotoAsync(address);
            address = portal.At(await FirstLinkAsync(page, place.Link) ?? throw new InvalidOperationException($"{place.Name}: no link on {place.Path} matches {place.Link}."));
        }

        var answer = await page.GotoAsync(address);
        if (place.Press)
        {
            answer = await page.RunAndWaitForResponseAsync(() => page.Locator("main form[method=post] button:not([formaction])").First.ClickAsync(), r => r.Request is { Method: "POST", ResourceType: "document" });
            await page.WaitForLoadStateAsync(LoadState.Load);
        }

        return answer.ShouldNotBeNull($"{place.Name}: no answer");
    }

    private static async Task<string?> FirstLinkAsync(IPage page, string pattern)
    {
        foreach (var link in await page.Locator("main a[href]").AllAsync())
        {
            if (await link.GetAttributeAsync("href") is { } href && Regex.IsMatch(href, pattern))
            {
                return href;
            }
        }

        return null;
    }
}
