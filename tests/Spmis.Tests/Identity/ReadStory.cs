using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Recertifications;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Emergencies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Payees;
using Spmis.Payments.Vouchers;
using Spmis.Registration;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using Spmis.Tests.Registration;
using Spmis.Values;

namespace Spmis.Tests.Identity;

/// <summary>What a demo month lacks of what names persons: emergencies, vouchers, other payees and addresses, name checks, benefits looked at and reckoned again, dependants, refused lines.</summary>
internal static class ReadStory
{
    private const string Grant = "demo-old-age-grant";

    /// <summary>Tells it.</summary>
    /// <returns>Addresses to ask that no page links to.</returns>
    public static async Task<IReadOnlyList<string>> TellAsync(SpmisApp app, OfficeScopeTests.Sample one)
    {
        var people = await app.UseAsync<RegistrationDb, List<string>>(db => db.Set<Person>().Where(p => p.DiedOn == null && p.MergedIntoId == null && !p.Provisional).OrderBy(p => p.Number).Select(p => p.Number).Take(6).ToListAsync());
        await PaymentsAsync(app, one, people);
        await app.UseAsync<StartRecertification>(act => act.HandleAsync(new NewRecertification(Grant, new Month(2026, 9), true), SpmisApp.Change(RecertificationWorker.RunKind), default));
        await app.UseAsync<StartRecalculation>(act => act.HandleAsync(Grant, null, SpmisApp.Change(RecalculateWorker.RunKind), default));
        var spell = await app.UseAsync<Enrol, Enrolment>(act => act.HandleAsync(new NewEnrolment { PersonNumber = one.Person, Scheme = Grant, StartOn = new(2026, 1, 1), How = EnrolledBy.Voluntary }, SpmisApp.Change("enrolments.record"), default));
        await app.UseAsync<CoverDependant>(act => act.HandleAsync(new NewDependant(spell.Id, people[4], "child", new(2026, 2, 1)), SpmisApp.Change("dependants.cover"), default));
        await app.ImportedAsync(Registry.Header + Registry.Line("r1", "Ben", "Otieno", id: "ZQ#7718203"));
        await app.SettleAsync();
        return await ReadRows.PutAsync(app, one, people);
    }

    private static async Task PaymentsAsync(SpmisApp app, OfficeScopeTests.Sample one, List<string> people)
    {
        var payee = await app.UseAsync<PaymentsDb, string>(async db => (await db.Instructions.Where(i => i.Scheme == Grant && i.BeneficiaryId == i.PayeeId).OrderBy(i => i.Id).LastAsync()).PayeeNumber);
        await AgreeAsync(app, await app.UseAsync<OpenEvent, Proposal>(act => act.ProposeAsync(new NewEvent { Code = "flood26", Name = "Flood", Currency = "KES", Ceiling = 7000, WithinDays = 0, ExcludedSchemes = "" }, SpmisApp.Change("payments.propose-emergency"), default)));
        var csv = $"number,name\n{people[0]},A\n{people[1]},B\n26000,C\n";
        await app.UseAsync<CheckList, EmergencyList>(act => act.HandleAsync(
            new NewEmergencyList { Event = "FLOOD26", Name = "first", Month = new Month(2026, 7), ValueDate = new(2026, 7, 10), Flat = 100, Content = new MemoryStream(Encoding.UTF8.GetBytes(csv)) }, SpmisApp.Change("payments.check-emergency"), default));
        await app.UseAsync<NamePayee, Proposal>(act => act.ProposeAsync(
            new NewNamedPayee { AwardNumber = one.Award, Kind = NamedPayeeKind.Institution, Name = "Sunset Home", Agency = "BANKA", Account = "66HOME5533", FromMonth = 202609, Reason = "in care", Evidence = "contract" }, SpmisApp.Change("payments.propose-payee"), default));
        await AgreeAsync(app, await app.UseAsync<ChooseAddress, Proposal>(act => act.ProposeAsync(
            new NewAddress { PersonNumber = payee, Scheme = Grant, Kind = AddressKind.Wallet, Agency = "BANKB", Account = "0711906317", Reason = "asked", Evidence = "form" }, SpmisApp.Change("payments.propose-address"), default)));
        await app.UseAsync<MakeNameCheckList, NameCheckList>(act => act.HandleAsync("BANKA", SpmisApp.Change(MakeNameCheckList.Act), default));
        await AgreeAsync(app, await app.UseAsync<CreateVouchers, Proposal>(act => act.ProposeAsync(
            new NewVouchers { Name = "pool", Group = "FOOD", Currency = "KES", Value = 10, Count = 2, Persons = [people[5], people[0]], ExpiresOn = new DateOnly(2035, 12, 31) }, SpmisApp.Change("payments.propose-vouchers"), default)));
        await app.SettleAsync();
    }

    private static Task AgreeAsync(SpmisApp app, Proposal proposal) => app.UseAsync<FourEyes>(f => f.ApproveAsync("payments", proposal.Id, SpmisApp.Change("proposals.decide", SpmisApp.Supervisor), default));
}
