using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Clearance;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Risks;
using Spmis.Eligibility;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Debts;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Host.Demo;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Deductions;
using Spmis.Registration;
using Spmis.Registration.Associations;
using Spmis.Registration.Cards;
using Spmis.Registration.Changes;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Employers;
using Spmis.Registration.Objections;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Identity;

/// <summary>
/// Two offices beside one another, the branch of one, and records of no office, in a whole demo month. Somebody of the south opens every address the roles open:
/// lists show nothing of the north or of nobody, details of one's own open and others' do not. A new address fails until it stands here, and a new table until it is
/// filtered or named with the reason why not.
/// </summary>
public sealed partial class OfficeScopeTests
{
    private const string Same = "the same for everybody";

    // One person's or employer's records, one's own or another's.
    internal sealed record Sample
    {
        public required string Person { get; init; }
        public required string Holder { get; init; }
        public required string Employer { get; init; }
        public required string Association { get; init; }
        public required Guid Member { get; init; }
        public required Guid Census { get; init; }
        public required string MemberList { get; init; }
        public required string Award { get; init; }
        public required string Claim { get; init; }
        public required string Appeal { get; init; }
        public required string Debt { get; init; }
        public required string Bill { get; init; }
        public required string Card { get; init; }
        public required string Clearance { get; init; }
        public required string Payment { get; init; }
        public required Guid Return { get; init; }
        public required Guid Receipt { get; init; }
        public required Guid Determination { get; init; }
        public required Guid Evidence { get; init; }
        public required Guid Case { get; init; }
        public required Guid Objection { get; init; }
        public required long Risk { get; init; }
        public required long Proposal { get; init; }
        public required long Run { get; init; }
    }

    internal static readonly Dictionary<string, Func<Sample, string>> Details = new()
    {
        ["api/contributions/clearances/{number}"] = s => s.Clearance, ["clearance/{number}"] = s => s.Clearance, ["clearance/{number}/print"] = s => s.Clearance,
        ["api/contributions/returns/{id:guid}"] = s => $"{s.Return}", ["api/contributions/returns/{id:guid}/lines"] = s => $"{s.Return}", ["returns/{id:guid}"] = s => $"{s.Return}",
        ["api/contributions/returns/{id:guid}/lines/{line:long}/working"] = s => $"{s.Return}/lines/2", ["contributions/explain/{id:guid}/{line:long}"] = s => $"{s.Return}/2",
        ["api/contributions/employers/{number}/day-vouchers"] = s => s.Employer, ["api/contributions/employers/{number}/day-work"] = s => s.Employer,
        ["api/contributions/employers/{number}/account"] = s => s.Employer, ["api/contributions/employers/{number}/dues"] = s => s.Employer, ["api/contributions/employers/{number}/years/{year:int}"] = s => $"{s.Employer}/years/2026",
        ["contributions/due/{number?}"] = s => s.Employer, ["contributions/year/{number?}"] = s => s.Employer, ["contributions/employers/{number}"] = s => s.Employer, ["arrears/{number}"] = s => s.Employer,
        ["bills/{reference}"] = s => s.Bill, ["receipts/{id:guid}"] = s => $"{s.Receipt}",
        ["risks/{id:long}"] = s => $"{s.Risk}", ["contributions/persons/{number}"] = s => s.Person, ["contributions/persons/{number}/credits"] = s => s.Person, ["contributions/persons/{number}/plan"] = s => s.Person, ["api/contributions/persons/{number}/plan"] = s => s.Person, ["api/contributions/persons/{number}/credits"] = s => s.Person,
        ["api/contributions/persons/{number}/record"] = s => s.Person, ["fragments/contributions/person/{number}"] = s => s.Person,
        ["employers/{number}"] = s => s.Employer, ["employers/{number}/account"] = s => s.Employer, ["persons/{number}/account"] = s => s.Person, ["api/registration/employers/{number}"] = s => s.Employer,
        ["awards/{number}"] = s => s.Award, ["api/eligibility/awards/{number}"] = s => s.Award, ["appeals/{number}"] = s => s.Appeal, ["api/eligibility/appeals/{number}"] = s => s.Appeal,
        ["claims/{number}"] = s => s.Claim, ["api/eligibility/claims/{number}"] = s => s.Claim, ["api/eligibility/claims/{number}/evidence"] = s => s.Claim, 
        ["claims/{number}/evidence/{id:guid}"] = s => $"{s.Claim}/evidence/{s.Evidence}",
        ["eligibility/debts/{number}"] = s => s.Debt, ["api/eligibility/debts/{number}"] = s => s.Debt,
        ["determinations/{id:guid}"] = s => $"{s.Determination}", ["api/eligibility/determinations/{id:guid}"] = s => $"{s.Determination}", ["determinations/{id:guid}/letter"] = s => $"{s.Determination}",
        ["api/eligibility/determinations/{id:guid}/letter"] = s => $"{s.Determination}", ["api/eligibility/determinations/{id:guid}/reproduction"] = s => $"{s.Determination}",
        ["api/eligibility/persons/{number}"] = s => s.Person, ["api/eligibility/persons/{number}/enrolments"] = s => s.Person, ["api/eligibility/persons/{number}/statement"] = s => s.Person,
        ["eligibility/persons/{number}"] = s => s.Person, ["eligibility/persons/{number}/enrolments"] = s => s.Person, ["eligibility/persons/{number}/statement"] = s => s.Person, ["fragments/eligibility/person/{number}"] = s => s.Person,
        ["api/payments/persons/{number}"] = s => s.Person, ["payments/persons/{number}"] = s => s.Person, ["fragments/payments/person/{number}"] = s => s.Person, ["api/payments/payments/{reference}/deductions"] = s => s.Payment,
        ["api/registration/persons/{number}"] = s => s.Person, ["api/registration/persons/{number}/cards"] = s => s.Person, ["api/registration/persons/{number}/changes"] = s => s.Person, ["api/registration/persons/{number}/facts"] = s => s.Person,
        ["persons/{number}"] = s => s.Person, ["persons/{number}/cards"] = s => s.Person, ["persons/{number}/cards/{serial}"] = s => $"{s.Holder}/cards/{s.Card}", ["persons/{number}/change/{kind?}"] = s => $"{s.Person}/change/name",
        ["persons/{number}/confirm"] = s => s.Person, ["persons/{number}/consents"] = s => s.Person, ["persons/{number}/correct"] = s => s.Person, ["persons/{number}/death"] = s => s.Person, ["persons/{number}/facts"] = s => s.Person,
        ["persons/{number}/forms/{form}"] = s => $"{s.Person}/forms/washington-group-ss", ["persons/{number}/history"] = s => s.Person, ["persons/{number}/identifiers"] = s => s.Person, ["persons/{number}/report"] = s => s.Person, ["persons/{number}/photo"] = s => s.Person, ["persons/{number}/restriction"] = s => s.Person, ["api/registration/persons/{number}/restrictions"] = s => s.Person,
        ["associations/{number}"] = s => s.Association, ["associations/{number}/account"] = s => s.Association, ["associations/{number}/change"] = s => s.Association, ["associations/{number}/close"] = s => s.Association, ["associations/{number}/enrol"] = s => s.Association, ["associations/{number}/censuses"] = s => s.Association, ["associations/{number}/censuses/{id:guid}"] = s => $"{s.Association}/censuses/{s.Census}",
        ["associations/{number}/members/{id:guid}/end"] = s => $"{s.Association}/members/{s.Member}/end", ["api/registration/associations/{number}"] = s => s.Association, ["api/registration/associations/{number}/members"] = s => s.Association,
        ["api/registration/associations/{number}/censuses"] = s => s.Association, ["api/registration/associations/{number}/censuses/{id:guid}"] = s => $"{s.Association}/censuses/{s.Census}",
        ["api/registration/associations/{number}/censuses/{id:guid}/lines"] = s => $"{s.Association}/censuses/{s.Census}/lines", ["contributions/associations/{number}"] = s => s.Association, ["api/contributions/associations/{number}/lists"] = s => s.Association,
        ["member-lists/{reference}"] = s => s.MemberList, ["api/contributions/member-lists/{reference}"] = s => s.MemberList, ["api/contributions/member-lists/{reference}/lines"] = s => s.MemberList,
        ["objections/{id:guid}"] = s => $"{s.Objection}", ["api/registration/objections/{id:guid}"] = s => $"{s.Objection}", ["persons/{number}/objections"] = s => s.Person,
        ["duplicates/{id:guid}"] = s => $"{s.Case}", ["api/registration/duplicates/{id:guid}"] = s => $"{s.Case}",
        ["proposals/{module}/{id:long}"] = s => $"registration/{s.Proposal}", ["registration/proposals/{id:long}"] = s => $"{s.Proposal}",
        ["runs/{module}/{id:long}"] = s => $"registration/{s.Run}", ["runs/{module}/{id:long}/refused.csv"] = s => $"registration/{s.Run}", ["registration/runs/{id:long}"] = s => $"{s.Run}",
        ["api/registration/runs/{id:long}"] = s => $"{s.Run}", ["api/registration/runs/{id:long}/lines"] = s => $"{s.Run}",
    };

    // Addresses with a key that is nobody's: what they list is looked through for others' marks like any list. A reason stands where there is nothing to look at.
    internal static readonly Dictionary<string, string> Shared = new()
    {
        ["contributions/reminders/{id:long}/letter"] = "Reminder is filtered by employer or person",
        ["proposals/{module}/{id:long}/evidence"] = "one's own proposals only", ["proposals/{module}/{id:long}/evidence/{number:int}"] = "by the proposal, which is filtered",
        ["api/registration/approvals/{id:long}/evidence/{number:int}"] = "as above", ["api/contributions/approvals/{id:long}/evidence/{number:int}"] = "as above", ["api/eligibility/approvals/{id:long}/evidence/{number:int}"] = "as above",
        ["api/payments/approvals/{id:long}/evidence/{number:int}"] = "as above", ["api/identity/approvals/{id:long}/evidence/{number:int}"] = "as above",
        ["proposals/policy/{module}/{name}"] = "/proposals/policy/contributions/arrears.waive", ["retention/{module}/{name}"] = "/retention/identity/reads", ["api/contributions/plan-offers/{scheme}"] = "/api/contributions/plan-offers/ke-nssf",
        ["persons/{number}/photo/file"] = "found as the person is; nobody here has one", ["api/registration/persons/{number}/photo"] = "as above",
        ["areas/{code}"] = "/areas/SW-01", ["api/registration/areas/{code}"] = "/api/registration/areas/SW-01", ["offices/{code}"] = "/offices/SOUTH", ["schemes/{id:long}"] = "/schemes/1", ["schemes/{id:long}/compare"] = "/schemes/1/compare",
        ["schemes/{id:long}/conformity"] = "/schemes/1/conformity", ["api/eligibility/packages/{id:long}"] = "/api/eligibility/packages/1", ["api/eligibility/packages/{id:long}/comparison"] = "/api/eligibility/packages/1/comparison",
        ["api/eligibility/packages/{id:long}/conformity"] = "/api/eligibility/packages/1/conformity", ["eligibility/rounds/{id:long}"] = "/eligibility/rounds/1", ["eligibility/rounds/{id:long}/list"] = "/eligibility/rounds/1/list", ["eligibility/rounds/{id:long}/map"] = "/eligibility/rounds/1/map", ["api/eligibility/rounds/{id:long}/areas"] = "/api/eligibility/rounds/1/areas",
        ["api/eligibility/rounds/{id:long}"] = "/api/eligibility/rounds/1", ["api/eligibility/rounds/{id:long}/candidates"] = "/api/eligibility/rounds/1/candidates",
        ["api/eligibility/rounds/{id:long}/determinations"] = "/api/eligibility/rounds/1/determinations", ["api/eligibility/rounds/{id:long}/places"] = "/api/eligibility/rounds/1/places",
        ["payments/runs/{id:guid}"] = "/payments/runs/RUN", ["api/payments/runs/{id:guid}"] = "/api/payments/runs/RUN", ["api/payments/runs/{id:guid}/payments"] = "/api/payments/runs/RUN/payments",
        ["receipts/statements/{id:guid}"] = "/receipts/statements/STATEMENT", ["agencies/{code}"] = "/agencies/BANKA", ["api/contributions/recalculations/{id:long}/employers"] = "as above", ["api/payments/agencies/{code}"] = "/api/payments/agencies/BANKA", ["api/payments/agencies/{code}/files"] = "/api/payments/agencies/BANKA/files",
        ["api/payments/books/{month}"] = "/api/payments/books/2026-07", ["api/payments/books/{month}/ledger"] = "/api/payments/books/2026-07/ledger",
        ["fragments/identity/person/{number}"] = "looked at below: only the portal itself may ask", ["api/contributions/drafts/{employer}/{month}"] = "opened with the employer's page, which refuses", ["api/contributions/drafts/{employer}/{month}/preview"] = "as above",
        ["claims/cases/{number}"] = "SurvivorCase is filtered; see Tables", ["api/eligibility/claims/cases/{number}"] = "as above", ["claims/{number}/asked/{sequence:int}"] = "by the claim", ["claims/{number}/evidence/new"] = "by the claim", ["claims/{number}/evidence/{id:guid}/file"] = "by the claim and the paper",
        ["api/eligibility/evidence/{id:guid}/file"] = "EvidenceItem is filtered; see Tables", ["claims/runs/{id:long}"] = "by ModuleDb.RunsSeen", ["eligibility/runs/{id:long}"] = "as above",
        ["api/eligibility/persons/{number}/statements/{year:int}"] = "StatementRow is filtered; see Tables", ["eligibility/indexations/{id:long}"] = "its lines are filtered; see Tables", ["eligibility/recertifications/{id:long}"] = "as above", ["api/eligibility/recertifications/{id:long}"] = "counts", ["api/eligibility/recertifications/{id:long}/lines"] = "its lines are filtered; see Tables", ["api/eligibility/indexations/{id:long}"] = "as above",
        ["api/eligibility/indexations/{id:long}/lines"] = "as above", ["api/eligibility/recalculations/{id:long}"] = "its differences are filtered; see Tables", ["api/eligibility/recalculations/{id:long}/differences"] = "as above",
        ["contributions/account-requests/{id:guid}"] = "AccountRequest is filtered; see Tables", ["contributions/recalculations/{id:long}"] = "its differences are filtered; see Tables", ["contributions/recalculations/{id:long}/differences/{difference:long}"] = "as above", ["api/contributions/recalculations/{id:long}"] = "as above",
        ["api/contributions/recalculations/{id:long}/differences"] = "as above", ["api/contributions/recalculations/{id:long}/differences/{difference:long}"] = "as above",
        ["schemes/what-ifs/{id:long}"] = "sums only", ["api/eligibility/what-ifs/{id:long}"] = "sums only",
    };

    // Tables without a filter, and why nobody sees another office's records through them.
    private static readonly Dictionary<string, string> Tables = new()
    {
        ["AssociationMember"] = "by the association or the person", ["CensusLine"] = "by the census", ["AssociationMemberCopy"] = "asked for by files of an association only", ["MemberListLine"] = "by the list", ["MemberPayment"] = "by the list",
        ["Area"] = Same, ["AreaName"] = Same, ["OfficeCopy"] = Same, ["Household"] = "shown with its members only", ["HouseholdMember"] = "by the person", ["Identifier"] = "by the person", ["PersonKey"] = "by the person", ["FormAnswer"] = "by the person",
        ["Consent"] = "by the person", ["PersonPhoto"] = "by the person", ["Employment"] = "by the person; names the employer, wherever it is", ["Merge"] = "by the person", ["ClearanceMessage"] = "ids of messages",
        ["SchemePackageRow"] = Same, ["SchemeInForce"] = Same, ["PersonMerge"] = "ids", ["ContributionYearRow"] = "by the person", ["EligibilityRound"] = "counts", ["RoundArea"] = "counts", ["AreaCopy"] = Same, ["Withdrawal"] = "by the determination", ["AwardBatch"] = "a title; its awards are filtered",
        ["AwardMonth"] = "by the award", ["DebtReduction"] = "by the debt", ["DebtRecovery"] = "by the debt", ["Recalculation"] = "counts", ["Indexation"] = "counts", ["AwardRecertification"] = "counts", ["Programme"] = Same, ["EnrolmentDependant"] = "by the enrolment; a dependant may live anywhere", ["WhatIf"] = "sums",
        ["WorkerCopy"] = "a return names workers who live anywhere; ReadRecord asks by itself", ["AccountBalance"] = "of the institution's bank", ["AgreementBill"] = "by the agreement", ["Instalment"] = "by the agreement", ["Allocation"] = "by the bill", ["Contribution"] = "by the return or the person",
        ["DraftLine"] = "by the draft", ["EmployerReference"] = "by the employer", ["Entry"] = "by the employer or person", ["Posting"] = "sums", ["MatchRequest"] = "by the return", ["DayWorkQuestion"] = "by the file", ["DayWorkYear"] = "counts only, by the person", ["MemberNumber"] = "by the person", ["Refund"] = "by the receipt",
        ["ReturnLine"] = "by the return", ["StatementFile"] = "a bank's file; its receipts are filtered", ["TriedPackage"] = Same, ["TakeoverBatch"] = "the nation's; not open to an office", ["TakeoverTotal"] = "as above", ["TakeoverLine"] = "as above", ["Credit"] = "by the person", ["CreditedAward"] = "ids and months",
        ["MergeCopy"] = "ids", ["OpenDuplicate"] = "ids", ["Agency"] = Same, ["AgencyVersion"] = Same, ["FolderFile"] = "of agencies", ["Withholding"] = "by the payment", ["Cycle"] = Same, ["PaymentRun"] = "sums; its payments are filtered", ["ClearanceAnswer"] = "ids",
        ["Batch"] = "of agencies; not open to an office", ["BatchSending"] = "as above", ["StatusFile"] = "as above", ["Outcome"] = "by the payment", ["LedgerEntry"] = "sums", ["ClosedMonth"] = "sums", ["ClosedBalance"] = "sums",
        ["Payout"] = "of creditors; not open to an office", ["PayoutLine"] = "as above", ["FundingAccount"] = "the nation's; not open to an office", ["FundingScheme"] = "as above", ["FundingMovement"] = "as above", ["FundingBalance"] = "as above", ["EmergencyEvent"] = "the nation's; not open to an office", ["EmergencyList"] = "as above", ["EmergencyLine"] = "as above",
        ["VoucherBatch"] = "the nation's; not open to an office", ["Voucher"] = "as above", ["VoucherRedemption"] = "as above",
        ["SubsidyProgramme"] = "the nation's; not open to an office", ["Donor"] = "as above", ["DonorBill"] = "as above", ["SubsidyShare"] = "as above; by the return or the person where a record is shown", ["CoveredAward"] = "ids and months",
        ["NameCheckList"] = "the nation's; not open to an office", ["NameAnswerFile"] = "as above",
        ["OutboxRow"] = "not shown", ["InboxRow"] = "not shown", ["DeadLetter"] = "not open to an office", ["HistoryRow"] = "by the record; searched by nobody of an office", ["HistorySeal"] = "digests", ["Run"] = "by ModuleDb.RunsSeen and SeenBy", ["RunLine"] = "by the run", ["StoredAnswer"] = "by its client",
        ["RestrictedPerson"] = "numbers and days; asked by a number or an id that is known", ["NumberSeries"] = "numbers", ["ProposalStep"] = "by the proposal", ["ProposalPerson"] = "by the proposal", ["FormerSecret"] = "hashes; not shown", ["ApprovalPolicy"] = Same, ["RetentionRule"] = Same, ["StatisticsExtract"] = "not open to an office", ["StatisticsCell"] = "not open to an office", ["StatisticsRecord"] = "not open to an office", ["ReadSeal"] = "digests", ["GonePerson"] = "not shown",
    };

    private static readonly Actor South = new("south-1", "Sara South", [Roles.Officer, Roles.Supervisor], "SOUTH") { Offices = ["SOUTH", "SOUTH-1"] };

    [Fact]
    public async Task Office_AsksForAnothers_GetsNothingOfIt()
    {
        await using var app = await SpmisApp.StartAsync();
        await DemoCycle.RunAsync(app.Services, new DemoOptions(150, 8, 1, Path.Combine(app.DataFolder, "demo")), (_, _, _, _) => { }, default);
        await app.SettleAsync();
        var (own, other, marks) = await SamplesAsync(app);
        Dictionary<string, string> keys = new()
        {
            ["RUN"] = await app.UseAsync<PaymentsDb, string>(async db => (await db.PaymentRuns.FirstAsync()).Id.ToString()),
            ["STATEMENT"] = await app.UseAsync<ContributionsDb, string>(async db => (await db.Set<Spmis.Contributions.Receipts.StatementFile>().OrderBy(f => f.Id).FirstAsync()).Id.ToString()),
        };

        using var south = app.Client(South);
        using var nation = app.Client(SpmisApp.Officer with { Roles = South.Roles });
        List<string> wrong = [];
        var (listed, compared) = (0, 0);
        foreach (var pattern in Opened(app))
        {
            var path = "/" + pattern;
            if (pattern.Contains('{', StringComparison.Ordinal))
            {
                if (Details.TryGetValue(pattern, out var key))
                {
                    compared++;
                    wrong.AddRange(await CompareAsync(pattern, key, own, other, south, nation));
                    continue;
                }

                if (!Shared.TryGetValue(pattern, out var shared))
                {
                    wrong.Add($"{pattern} stands neither among the details nor among the shared");
                    continue;
                }

                if (shared[0] != '/')
                {
                    continue;
                }

                path = keys.Aggregate(shared, (p, k) => p.Replace(k.Key, k.Value, StringComparison.Ordinal));
            }

            using var list = await south.GetAsync(new Uri(path, UriKind.Relative));
            var text = Blanks().Replace(await list.Content.ReadAsStringAsync(), "");
            wrong.AddRange(marks.Other.Where(text.Contains).Take(3).Select(m => $"{path} shows {m}"));
            wrong.AddRange(list.StatusCode >= HttpStatusCode.InternalServerError ? [$"{path}: {(int)list.StatusCode}"] : []);
            listed += marks.Own.Any(text.Contains) ? 1 : 0;
        }

        wrong.ShouldBeEmpty();
        Details.Keys.Except(Opened(app)).ShouldBeEmpty("addresses that do not exist are compared with nothing");
        listed.ShouldBeGreaterThan(15, "lists that show something of one's own");
        compared.ShouldBeGreaterThan(60);

        // Who looked at a person is told to an office only through the portal's own page of that person.
        using var reads = await south.GetAsync(new Uri($"/fragments/identity/person/{own.Person}", UriKind.Relative));
        reads.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await LikelyElsewhereAsync(app, south, other);

        // An act with another's number, and the same with one's own.
        foreach (var (award, known) in new[] { (other.Award, false), (own.Award, true) })
        {
            using var forged = new HttpRequestMessage(HttpMethod.Post, $"/api/eligibility/awards/{award}/suspension") { Content = System.Net.Http.Json.JsonContent.Create(new { reason = "looked at", month = "2026-08" }), Headers = { { "Idempotency-Key", $"forged-{award}" } } };
            using var answer = await south.SendAsync(forged);
            (await answer.Content.ReadAsStringAsync()).Contains("award.unknown", StringComparison.Ordinal).ShouldBe(!known, award);
        }
    }

    [Fact]
    public async Task Tables_OfEveryModule_AreFilteredOrNamed()
    {
        await using var app = await SpmisApp.StartAsync();
        List<string> open = [];
        await using var scope = app.Services.CreateAsyncScope();
        var http = scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>();
        http.HttpContext = new DefaultHttpContext { User = new(new System.Security.Claims.ClaimsIdentity([new(SpmisClaims.Offices, "SOUTH SOUTH-1")], "Test")) };
        foreach (var module in new[] { "registration", "contributions", "eligibility", "payments" })
        {
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module);
            db.OfficesSeen.ShouldBe(["SOUTH", "SOUTH-1"]);
            foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned()))
            {
                var name = entity.ClrType.Name;
                if (entity.GetDeclaredQueryFilters().Count == 0 != Tables.ContainsKey(name))
                {
                    open.Add($"{module}.{name}");
                }
            }
        }

        http.HttpContext = null;
        open.ShouldBeEmpty("filter it in the module's Scope, or say in Tables why it need not be; a filtered one stands in no list");
        await using var free = app.Services.CreateAsyncScope();
        free.ServiceProvider.GetRequiredService<RegistrationDb>().Model.GetEntityTypes().ShouldAllBe(e => e.GetDeclaredQueryFilters().Count == 0, "who sees the nation asks what was asked before there were offices");
    }

    /// <summary>Somebody of another office stands at this desk: said with nothing of the record but its number, so that nobody is registered twice.</summary>
    private static async Task LikelyElsewhereAsync(SpmisApp app, HttpClient south, Sample other)
    {
        var known = await app.UseAsync<RegistrationDb, Person>(db => db.Set<Person>().SingleAsync(p => p.Number == other.Person));
        using var body = System.Net.Http.Json.JsonContent.Create(new { givenName = known.GivenName, middleName = known.MiddleName, familyName = known.FamilyName, motherName = known.MotherName, sex = known.Sex?.ToString(), bornOn = known.BornOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), nationalId = known.NationalId, phone = known.Phone });
        using var answer = await south.PostAsync(new Uri("/api/registration/persons/likely", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        text.ShouldContain(other.Person);
        text.ShouldContain("\"elsewhere\":true");
        text.ShouldNotContain(known.Name);
    }

    private static async Task<List<string>> CompareAsync(string pattern, Func<Sample, string> key, Sample own, Sample other, HttpClient south, HttpClient nation)
    {
        List<string> wrong = [];
        async Task AskAsync(HttpClient who, Sample of, bool shown)
        {
            var first = pattern.IndexOf('{', StringComparison.Ordinal);
            var (begin, value) = ("/" + pattern[..first], key(of));
            var end = value.Contains('/', StringComparison.Ordinal) ? "" : Rest().Match(pattern[first..]).Groups[1].Value;
            end = pattern.EndsWith(".csv", StringComparison.Ordinal) ? "/refused.csv" : pattern.EndsWith("/working", StringComparison.Ordinal) ? "/working" : end;
            using var answer = await who.GetAsync(new Uri(begin + value + end, UriKind.Relative));
            // What is not to be seen is answered as what is unknown: by pages 404, by the API 400, by lists with nothing.
            var refused = answer.StatusCode == (pattern.StartsWith("api/", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound) || (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Trim() is "[]" or "");
            if (shown ? answer.StatusCode != HttpStatusCode.OK : !refused)
            {
                wrong.Add($"{begin}{value}{end} {(shown ? "of one's own" : "of another")}: {(int)answer.StatusCode} {(shown && answer.StatusCode == HttpStatusCode.BadRequest ? await answer.Content.ReadAsStringAsync() : "")}");
            }
        }

        await AskAsync(south, own, true);
        await AskAsync(south, other, false);
        await AskAsync(nation, other, true);
        return wrong;
    }

    private static List<string> Opened(SpmisApp app)
    {
        var permissions = app.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name);
        return [.. app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET"))
            .Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().All(p => p == Spmis.Web.Shell.Permission.SignedIn || (permissions[p].Roles.Intersect(South.Roles).Any() && !permissions[p].Nation)))
            .Select(e => e.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal)];
    }

    internal sealed record Marks(IReadOnlyList<string> Own, IReadOnlyList<string> Other);

    /// <summary>Records of the south (with its branch) and of the north or of nobody; what the demo lacks is put beside it.</summary>
    internal static async Task<(Sample Own, Sample Other, Marks Marks)> SamplesAsync(SpmisApp app)
    {
        var people = await app.UseAsync<RegistrationDb, List<Person>>(db => db.Set<Person>().AsNoTracking().ToListAsync());
        var firms = await app.UseAsync<RegistrationDb, List<Employer>>(db => db.Set<Employer>().AsNoTracking().ToListAsync());
        var awards = await app.UseAsync<EligibilityDb, List<Spmis.Eligibility.Awards.Award>>(db => db.Awards.AsNoTracking().ToListAsync());
        var bills = await app.UseAsync<ContributionsDb, List<Bill>>(db => db.Set<Bill>().AsNoTracking().ToListAsync());
        var office = people.ToDictionary(p => p.Id, p => p.Office);
        bool IsOwn(string? code) => code is "SOUTH" or "SOUTH-1";
        var (own, other) = (await SampleAsync(app, n => IsOwn(n), people, firms, awards, 1), await SampleAsync(app, n => !IsOwn(n), people, firms, awards, 2));
        List<string> Numbers(bool mine) =>
        [
            .. people.Where(p => IsOwn(p.Office) == mine).Select(p => p.Number), .. firms.Where(e => IsOwn(e.Office) == mine).Select(e => e.Number), .. awards.Where(a => IsOwn(office[a.PersonId]) == mine).Select(a => a.Number),
            .. bills.Where(b => IsOwn(firms.Single(f => f.Id == b.EmployerId).Office) == mine).Select(b => b.PaymentReference), (mine ? own : other).Claim, (mine ? own : other).Debt, (mine ? own : other).Appeal, (mine ? own : other).Clearance, (mine ? own : other).Association, (mine ? own : other).MemberList,
        ];
        return (own, other, new Marks(Numbers(true), Numbers(false)));
    }

    private static async Task<Sample> SampleAsync(SpmisApp app, Func<string?, bool> here, List<Person> people, List<Employer> firms, List<Spmis.Eligibility.Awards.Award> awards, int n)
    {
        var mine = people.Where(p => here(p.Office) && p.MergedIntoId is null && !p.Provisional && p.DiedOn is null && p.BornOn is not null).OrderBy(p => p.Number).ToList();
        var ids = people.Where(p => here(p.Office)).Select(p => p.Id).ToHashSet();
        var award = awards.First(a => ids.Contains(a.PersonId));
        var beneficiary = people.Single(p => p.Id == award.PersonId);
        var (person, employer) = (mine.First(p => p.Id != beneficiary.Id), firms.First(f => here(f.Office)));
        var actor = n == 1 ? South : SpmisApp.Supervisor;
        var change = SpmisApp.Change("test", actor, reason: "to compare");
        var claim = new Claim { Id = Guid.CreateVersion7(), Number = CheckDigit.Append($"3{n:D7}"), PersonId = person.Id, PersonNumber = person.Number, Scheme = award.Scheme, EventOn = new(2026, 6, 1), FiledOn = new(2026, 6, 2), Facts = "{}", Source = $"desk-{n}", RecordedAt = SpmisApp.Now };
        var decision = await app.UseAsync<EligibilityDb, Spmis.Eligibility.Determinations.Determination>(db => db.Determinations.AsNoTracking().FirstAsync(d => d.Id == award.DeterminationId));
        var debt = new Debt { Id = Guid.CreateVersion7(), Number = CheckDigit.Append($"4{n:D7}"), AwardId = award.Id, AwardNumber = award.Number, Scheme = award.Scheme, Currency = award.Currency, PersonNumber = beneficiary.Number, FromMonth = new Month(2026, 1), ThroughMonth = new Month(2026, 2), AmountMinor = 1000, Reason = "test", OpenedAt = SpmisApp.Now, OpenedBy = "test" };
        var appeal = new Appeal { Id = Guid.CreateVersion7(), Number = CheckDigit.Append($"5{n:D7}"), DeterminationId = decision.Id, ClaimId = claim.Id, ClaimNumber = claim.Number, PersonNumber = person.Number, Scheme = award.Scheme, LodgedOn = new(2026, 6, 3), Grounds = "test", RecordedAt = SpmisApp.Now, RecordedBy = "test" };
        var paper = new EvidenceItem { Id = Guid.CreateVersion7(), ClaimId = claim.Id, Kind = "id-card", ReceivedAt = SpmisApp.Now, ReceivedBy = "test" };
        await app.UseAsync<EligibilityDb>(async db =>
        {
            db.AddRange(claim.Seal(db.Keys!), debt, appeal, paper);
            db.Add(new CertificateDue { AwardId = award.Id, AwardNumber = award.Number, PersonNumber = beneficiary.Number, DueOn = new(2026, 6, 1), Scheme = award.Scheme });
            await db.SaveAsync(change, default);
        });
        var risk = new Risk { Kind = RiskKind.NotFiled, EmployerId = employer.Id, EmployerNumber = employer.Number, Scheme = "demo-pension", Month = new Month(2026, 5), Before = 1, Now = 0, Currency = "KES", Weight = 1, FoundAt = SpmisApp.Now };
        var certificate = new ClearanceCertificate { Id = Guid.CreateVersion7(), Number = CheckDigit.Append($"6{n:D7}"), Code = $"CODE-{n}", EmployerId = employer.Id, EmployerNumber = employer.Number, EmployerName = employer.Name, IssuedOn = new(2026, 6, 1), IssuedAt = SpmisApp.Now, IssuedBy = "test", ValidThrough = new(2027, 6, 1) };
        var (back, bill, receipt) = await app.UseAsync<ContributionsDb, (Guid, string, Guid)>(async db =>
        {
            db.AddRange(risk, certificate);
            await db.SaveAsync(change, default);
            var filed = await db.Set<Return>().Where(r => r.EmployerId == employer.Id).OrderBy(r => r.Id).FirstAsync();
            return (filed.Id, (await db.Set<Bill>().Where(b => b.EmployerId == employer.Id).OrderBy(b => b.Id).FirstAsync()).PaymentReference, (await db.Set<Spmis.Contributions.Receipts.Receipt>().Where(r => r.EmployerId == employer.Id).OrderBy(r => r.Id).FirstAsync()).Id);
        });
        var payment = await app.UseAsync<PaymentsDb, string>(async db =>
        {
            db.Add(new DeductionOrder { Kind = (DeductionKind)1, AwardNumber = award.Number, Reference = $"court-{n}", Creditor = "test", Currency = award.Currency, FloorMinor = 0, Priority = 1, FromMonth = new Month(2026, 7), OrderedAt = SpmisApp.Now, OrderedBy = "test", ChangedAt = SpmisApp.Now });
            await db.SaveAsync(change, default);
            return (await db.Instructions.FirstAsync(i => i.AwardId == award.Id)).Reference;
        });
        var card = (await app.UseAsync<IssueCard, Card>(act => act.HandleAsync(person.Number, change, default))).Serial;
        var pair = await app.UseAsync<RegistrationDb, DuplicateCase>(async db => (await db.Set<DuplicateCase>().AsNoTracking().Where(c => c.DecidedAt == null).ToListAsync()).First(c => ids.Contains(c.PersonAId) && ids.Contains(c.PersonBId)));
        var proposal = (await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(mine[1].Number, mine[2].Number, change, default))).Id;
        await app.UseAsync<Recertify>(act => act.SetAsync(person.Number, new(2026, 12, 1), change, default));
        var run = await app.UseAsync<RegistrationDb, long>(async db =>
        {
            var made = Run.Of("recertifications.schedule", $"test-{n}", "To compare", new { Area = "SW-01", DueOn = new DateOnly(2026, 12, 1) }, change, local: true);
            db.Add(made);
            await db.SaveAsync(change, default);
            return made.Id;
        });
        var objection = await app.UseAsync<FileObjection, Guid>(act => act.HandleAsync(person.Number, "benefits", new(2026, 6, 30), change with { Evidence = "Letter" }, default));
        var association = await app.UseAsync<RegisterAssociation, string>(act => act.HandleAsync(new NewAssociation { Name = $"Association {n}", Kind = AssociationKind.Union }, change, default));
        var member = await app.UseAsync<EnrolMember, Guid>(act => act.HandleAsync(association, new NewMember { Person = person.Number, From = new(2026, 1, 1) }, change, default));
        var census = await app.UseAsync<TakeCensus, Guid>(act => act.OpenAsync(association, new(2026, 6, 30), new(2026, 7, 14), change, default));
        await app.SettleAsync();
        var list = await app.UseAsync<FileMemberList, MemberListFiled>(act => act.HandleAsync(association, new Month(2026, 5), null, new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"number,earnings\n{person.Number},9000\n")), "members.csv", change, default));
        await app.SettleAsync();
        return new Sample
        {
            Association = association, Member = member, Census = census, MemberList = list.PaymentReference,
            Person = person.Number, Holder = person.Number, Employer = employer.Number, Award = award.Number, Claim = claim.Number, Appeal = appeal.Number, Debt = debt.Number, Bill = bill, Card = card, Clearance = certificate.Number, Payment = payment, Return = back,
            Receipt = receipt, Determination = decision.Id, Evidence = paper.Id, Case = pair.Id, Objection = objection, Risk = risk.Id, Proposal = proposal, Run = run,
        };
    }

    [GeneratedRegex(@"(?<=\d)[\s\u00A0\u202F\u2009](?=\d)")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^\{[^}]*\}(.*)$")]
    private static partial Regex Rest();
}
