using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Cards;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class CardTests
{
    private static readonly CardContent Content = new("9000000112", "26000000170", "Zoë N'Guessan, አበበ", new(2036, 7, 1));

    [Fact]
    public void Payload_ChangedInAnyPlace_IsNotGenuine()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = CardKeys.IdOf(key);
        ECDsa? Known(string asked) => asked == id ? CardKeys.FromPem(key.ExportSubjectPublicKeyInfoPem()) : null;
        var payload = CardPayload.Write(Content, id, key);

        CardPayload.Read(payload, Known).ShouldBe(new CardCheck(Content, id, null));
        payload.Length.ShouldBeLessThan(300, "it must stay a small picture");
        for (var i = 0; i < payload.Length; i++)
        {
            var changed = payload[..i] + (payload[i] == 'A' ? 'B' : 'A') + payload[(i + 1)..];
            if (i < payload.Length - 1)
            {
                CardPayload.Read(changed, Known).Content.ShouldBeNull($"letter {i}"); // The last letter of base64 has bits that mean nothing.
            }
        }

        CardPayload.Read(CardPayload.Write(Content, id, other), Known).Problem.ShouldBe("changed", "signed by somebody else under our key's name");
        CardPayload.Read(CardPayload.Write(Content, CardKeys.IdOf(other), other), Known).Problem.ShouldBe("unknown-key");
        foreach (var text in new[] { null, "", "SPC1", "SPC1...", "SPC2" + payload[4..], payload + ".x", new string('A', 5_000), payload.Replace('.', ' ') })
        {
            CardPayload.Read(text, Known).Problem.ShouldBe("not-a-card", text);
        }
    }

    [Fact]
    public async Task Card_IssuedReplacedAndVerified_IsOneAtATimeAndItsKeyMayChange()
    {
        await using var app = await SpmisApp.StartAsync();
        var person = await app.RegisterAsync(Registry.Amina);
        var officer = app.Browser(SpmisApp.Officer);

        // Issued on the page; the picture and the PDF say the same.
        (await Registry.RefusalAsync(() => ReplaceAsync(app, person.Number, VoidReason.Lost))).Code.ShouldBe("card.none");
        var issued = await SpmisApp.PostFormAsync(officer, $"/persons/{person.Number}/cards");
        issued.StatusCode.ShouldBe(HttpStatusCode.Redirect, await issued.Content.ReadAsStringAsync());
        var at = issued.Headers.Location!.ToString();
        (await officer.GetStringAsync(at)).ShouldSatisfyAllConditions(p => p.ShouldContain("Amina Hassan Wanjiru"), p => p.ShouldContain("<path d=\"M"), p => p.ShouldNotContain("Kisumu", Case.Insensitive, "where somebody lives is nothing to a card"));
        var pdf = await officer.GetByteArrayAsync(at + "?handler=Pdf");
        using (var read = UglyToad.PdfPig.PdfDocument.Open(pdf))
        {
            read.GetPage(1).Text.ShouldContain("Amina Hassan Wanjiru");
            ((double)read.GetPage(1).Width).ShouldBe(242.65, 0.1);
        }

        var first = (await CardsAsync(app, person.Number)).Single();
        (await Registry.RefusalAsync(() => app.UseAsync<IssueCard>(act => act.HandleAsync(person.Number, SpmisApp.Change(), default)))).Code.ShouldBe("card.valid");

        await PhotoStory.TakeShowReplaceAsync(app, officer, person.Number, at);

        // Lost: the earlier one is void, its signature still genuine; another key signs the next.
        var keys = app.Services.GetRequiredService<CardKeys>();
        keys.Rotate();
        (await SpmisApp.PostFormAsync(officer, $"/persons/{person.Number}/cards")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "a reason is needed");
        (await SpmisApp.PostFormAsync(officer, $"/persons/{person.Number}/cards", ("Reason", "lost"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var cards = await CardsAsync(app, person.Number);
        cards.Select(c => c.VoidedFor).ShouldBe([null, VoidReason.Lost]);
        keys.PublicKeys.Count.ShouldBe(2);
        keys.Check(cards[0].Payload).KeyId.ShouldNotBe(keys.Check(first.Payload).KeyId);

        // Anybody may check, and learns nothing the card does not say.
        var nobody = app.Browser();
        (await VerifyAsync(nobody, cards[0].Payload)).ShouldContain("Genuine and valid");
        (await VerifyAsync(nobody, first.Payload)).ShouldContain("another card took its place");
        (await VerifyAsync(nobody, first.Payload[..^4] + "AAAA")).ShouldContain("This is no genuine card.");
        await app.UseAsync<RecordDeath>(act => act.HandleAsync(person.Number, new(2026, 6, 30), SpmisApp.Change() with { Evidence = "Certificate 3" }, default));
        (await VerifyAsync(nobody, cards[0].Payload)).ShouldContain("ask at an office");
        (await Registry.RefusalAsync(() => ReplaceAsync(app, person.Number, VoidReason.Damaged))).Code.ShouldBe("card.dead");
        (await officer.GetStringAsync($"/persons/{person.Number}/history")).ShouldContain("Card replaced");

        // A name the font of the PDF lacks is printed from the page.
        var native = await app.RegisterAsync(new NewPerson { NativeName = "አበበ ቢቂላ", BornOn = new(1980, 1, 1) });
        var card = await app.UseAsync<IssueCard, Card>(act => act.HandleAsync(native.Number, SpmisApp.Change(), default));
        (await officer.GetAsync($"/persons/{native.Number}/cards/{card.Serial}?handler=Pdf")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.GetStringAsync($"/persons/{native.Number}/cards/{card.Serial}")).ShouldContain("no-print");
        (await app.Browser(new Actor("auditor-1", "Ada Auditor", [Roles.Auditor])).GetAsync(at)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "who only reads prints no cards");
    }

    private static async Task<string> VerifyAsync(HttpClient browser, string payload) => await (await SpmisApp.PostFormAsync(browser, "/cards/verify", ("Code", payload))).Content.ReadAsStringAsync();

    private static Task<Card> ReplaceAsync(SpmisApp app, string number, VoidReason reason) => app.UseAsync<IssueCard, Card>(act => act.ReplaceAsync(number, reason, SpmisApp.Change(), default));

    private static Task<IReadOnlyList<Card>> CardsAsync(SpmisApp app, string number) => app.UseAsync<IServiceProvider, IReadOnlyList<Card>>(async services =>
        await services.GetRequiredService<ReadCards>().OfAsync((await services.GetRequiredService<ReadPerson>().HandleAsync(number, default)).Person, default));
}
