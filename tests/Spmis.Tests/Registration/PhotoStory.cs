using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Registration;
using Spmis.Registration.Facts;
using Spmis.Registration.Photos;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

/// <summary>A person's photograph, told on the host of other tests.</summary>
internal static class PhotoStory
{
    private const string Home = "Behind the mill 7";

    /// <summary>By the page and the API: refused, taken in, bare of what the camera wrote, sealed, shown to those who may, on card, report and record of who looked, replaced, removed.</summary>
    public static async Task TakeShowReplaceAsync(SpmisApp app, HttpClient officer, string number, string card)
    {
        var page = $"/persons/{number}/photo";
        var camera = Picture(Color.Teal, 1000, 800, turned: true);
        Encoding.Latin1.GetString(camera).ShouldContain(Home, customMessage: "what the camera wrote is there to be dropped");
        foreach (var (bytes, words) in new (byte[], string)[]
        {
            ([], "Choose the photograph"), ("%PDF-1.7 not a picture"u8.ToArray(), "neither a JPEG nor a PNG"), (camera[..2_000], "neither a JPEG nor a PNG"), ("GIF89a\x01\x00\x01\x00\x00\x00\x00;"u8.ToArray(), "neither a JPEG nor a PNG"),
            (Picture(Color.Red, 120, 300), "nobody is known again"), (Picture(Color.Red, 8_000, 6_000), "more than 30 million"), (new byte[(10 * 1024 * 1024) + 1], "more than 10 MB"),
        })
        {
            using var refused = await SendAsync(officer, page, bytes, "Form 3");
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, words);
            (await refused.Content.ReadAsStringAsync()).ShouldContain(words);
        }

        using (var silent = await SendAsync(officer, page, camera, ""))
        {
            (await silent.Content.ReadAsStringAsync()).ShouldContain("consent to a photograph is not on record");
        }

        using (var taken = await SendAsync(officer, page, camera, "Form 3"))
        {
            taken.StatusCode.ShouldBe(HttpStatusCode.Redirect, await taken.Content.ReadAsStringAsync());
        }

        // Drawn anew: upright, smaller, with nothing but pixels; a copied database shows none of them.
        using var file = await officer.GetAsync(new Uri(page + "/file", UriKind.Relative));
        (file.Content.Headers.ContentType?.MediaType, file.Headers.CacheControl?.NoStore).ShouldBe(("image/jpeg", true));
        var shown = await file.Content.ReadAsByteArrayAsync();
        var read = Image.Load<Rgb24>(shown, out _);
        (read.Width, read.Height, read.Metadata.ExifProfile, read.Metadata.XmpProfile, read.Metadata.IccProfile).ShouldBe((600, 750, null, null, null));
        Encoding.Latin1.GetString(shown).ShouldNotContain(Home);
        var row = await RowAsync(app, number);
        (row!.Sha256, row.Content.StartsWith("s1.", StringComparison.Ordinal)).ShouldBe((Convert.ToHexStringLower(SHA256.HashData(shown)), true));
        (await app.UseAsync<RegistrationDb, List<string?>>(db => db.History.Where(h => h.Entity == nameof(PersonPhoto)).Select(h => h.After).ToListAsync())).ShouldHaveSingleItem()!.ShouldNotContain("s1.");

        // On the page, the card, its PDF and the report that is given away; to nobody who may not.
        (await officer.GetStringAsync($"/persons/{number}")).ShouldContain($"{page}/file");
        (await officer.GetStringAsync(card)).ShouldContain($"<image x=\"36\"");
        using (var pdf = UglyToad.PdfPig.PdfDocument.Open(await officer.GetByteArrayAsync(card + "?handler=Pdf")))
        {
            pdf.GetPage(1).GetImages().Single().RawBytes.ToArray().ShouldBe(shown);
        }

        (await officer.GetStringAsync($"/persons/{number}/report?asFile=true")).ShouldContain(Convert.ToBase64String(shown)[..200]);
        var auditor = app.Browser(new Actor("auditor-1", "Ada Auditor", [Roles.Auditor]));
        (await auditor.GetStringAsync($"/persons/{number}")).ShouldNotContain("/photo");
        foreach (var closed in new[] { page, page + "/file", $"/api/registration{page}" })
        {
            (await auditor.GetAsync(new Uri(closed, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, closed);
        }

        // Another takes its place, and a new key seals it; the removal leaves its hash in the history and nothing else.
        var api = app.Client(SpmisApp.Officer);
        await TakeAsync(api, number, Picture(Color.Brown, 600, 800));
        var second = await api.GetByteArrayAsync(new Uri($"/api/registration{page}", UriKind.Relative));
        second.ShouldNotBe(shown);
        var keys = app.Services.GetRequiredService<ColumnKeys>();
        keys.Rotate();
        await app.UseAsync<SealAnswers>(act => act.HandleAsync(SpmisApp.Change("answers.seal", Actor.System), default));
        await app.SettleAsync();
        (await RowAsync(app, number))!.Content.ShouldStartWith(keys.CurrentMark);
        (await api.GetByteArrayAsync(new Uri($"/api/registration{page}", UriKind.Relative))).ShouldBe(second);
        (await SpmisApp.PostFormAsync(officer, page, page + "?handler=Remove", ("Reason", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SpmisApp.PostFormAsync(officer, page, page + "?handler=Remove", ("Reason", "She asked for it"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await RowAsync(app, number)).ShouldBeNull();
        (await officer.GetStringAsync($"/persons/{number}/history")).ShouldSatisfyAllConditions(h => h.ShouldContain("She asked for it"), h => h.ShouldContain(row.Sha256), h => h.ShouldContain("Photograph taken in"));
        (await api.GetAsync(new Uri($"/api/registration{page}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>By the API; the evidence is where the person consents.</summary>
    public static async Task TakeAsync(HttpClient api, string number, byte[] picture, string? evidence = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/registration/persons/{number}/photo{(evidence is null ? "" : $"?evidence={evidence}")}") { Content = new ByteArrayContent(picture) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await api.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public static Task<PersonPhoto?> RowAsync(SpmisApp app, string number) =>
        app.UseAsync<RegistrationDb, PersonPhoto?>(db => db.Set<PersonPhoto>().AsNoTracking().SingleOrDefaultAsync(p => db.Set<Spmis.Registration.Persons.Person>().Any(q => q.Id == p.PersonId && q.Number == number)));

    /// <summary>A JPEG of a camera: place and words in it, lying on its side where it is turned.</summary>
    public static byte[] Picture(Color color, int width, int height, bool turned = false)
    {
        using var image = new Image<Rgb24>(width, height, color);
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.ImageDescription, Home);
        image.Metadata.ExifProfile.SetValue(ExifTag.GPSLatitude, [new Rational(1), new Rational(17), new Rational(30)]);
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)(turned ? 6 : 1));
        using var jpeg = new MemoryStream();
        image.Save(jpeg, new JpegEncoder());
        return jpeg.ToArray();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string page, byte[] picture, string evidence)
    {
        var token = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await browser.GetStringAsync(page)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(evidence), "Evidence" } };
        if (picture.Length > 0)
        {
            form.Add(new ByteArrayContent(picture), "Upload", "face.jpg");
        }

        return await browser.PostAsync(new Uri(page, UriKind.Relative), form);
    }
}
