using System.Text;
using Spmis.Contributions.Associations;
using Spmis.Eligibility;
using Spmis.Eligibility.Associations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Associations;
using Spmis.TestKit;
using Spmis.Tests.Eligibility;
using Spmis.Tests.Registration;
using Spmis.Values;

namespace Spmis.Tests.Identity;

/// <summary>Two associations with a member each, an agreement and a list filed: what belongs to the first, and who acts for which.</summary>
internal sealed record AssociationStory(string Number, string OtherNumber, string Member, string OtherMember, Guid Membership, string List)
{
    public Actor Own => new("a1", "Tom Treasurer", [Roles.Association]) { Association = Number };

    public Actor Other => new("a2", "Tina Treasurer", [Roles.Association]) { Association = OtherNumber };

    public static async Task<AssociationStory> TellAsync(SpmisApp app)
    {
        await app.ActivateShippedAsync();
        var amina = (await app.RegisterAsync(Registry.Amina)).Number;
        var wanja = (await app.RegisterAsync(Registry.Amina with { GivenName = "Wanja", MiddleName = null, FamilyName = "Kamau", BornOn = new(1990, 5, 5), NationalId = "45678123", Phone = "+254 733 111 222", Village = "Kondele" })).Number;
        var mara = await AssociationAsync(app, "Mara Farmers");
        var tana = await AssociationAsync(app, "Tana Weavers");
        var membership = await EnrolAsync(app, mara, amina);
        await EnrolAsync(app, tana, wanja);
        await app.SettleAsync();
        foreach (var (number, day) in new[] { (mara, 1), (tana, 2) })
        {
            var proposed = await app.UseAsync<AgreeScheme, Proposal>(act => act.ProposeAsync(new NewAgreement(number, "ke-nssf", null, new DateOnly(2026, 2, day)), SpmisApp.Change(AgreeScheme.Act), default));
            await app.UseAsync<FourEyes>(act => act.ApproveAsync(EligibilityModule.ModuleName, proposed.Id, SpmisApp.Change(actor: SpmisApp.Supervisor), default));
        }

        await app.SettleAsync();
        var list = await FileAsync(app, mara, amina);
        await FileAsync(app, tana, wanja);
        await app.SettleAsync();
        return new AssociationStory(mara, tana, amina, wanja, membership, list);
    }

    private static Task<string> AssociationAsync(SpmisApp app, string name) =>
        app.UseAsync<RegisterAssociation, string>(act => act.HandleAsync(new NewAssociation { Name = name, Kind = AssociationKind.Cooperative }, SpmisApp.Change("associations.register"), default));

    private static Task<Guid> EnrolAsync(SpmisApp app, string association, string person) =>
        app.UseAsync<EnrolMember, Guid>(act => act.HandleAsync(association, new NewMember { Person = person, MemberNumber = $"M{person[^3..]}", From = new DateOnly(2026, 1, 1) }, SpmisApp.Change("associations.enrol"), default));

    private static async Task<string> FileAsync(SpmisApp app, string association, string person) =>
        (await app.UseAsync<FileMemberList, MemberListFiled>(act => act.HandleAsync(association, new Month(2026, 5), "ke-nssf", new MemoryStream(Encoding.UTF8.GetBytes($"number,earnings\n{person},9000\n")), "members.csv", SpmisApp.Change("members.file"), default))).PaymentReference;
}
