using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Secrets;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Photos;

/// <summary>
/// Takes in a person's photograph, or another in its place, and removes it. It is kept while the person's consent to it lasts (<see cref="Consent.Purposes"/>, photograph); the consent may come with it.
/// </summary>
/// <param name="db">The register.</param>
/// <param name="consents">Records the consent that comes with it.</param>
/// <param name="keys">Seal the picture.</param>
public sealed class KeepPhoto(RegistrationDb db, KeepConsents consents, ColumnKeys keys)
{
    /// <summary>The purpose that is consented to.</summary>
    internal const string Purpose = "photograph";

    /// <summary>Takes it in.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="content">JPEG or PNG; stays the caller's.</param>
    /// <param name="change">Who and when; its evidence is where the person consented, where no consent is on record yet.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No picture, no such person, dead, or no consent.</exception>
    public async Task HandleAsync(string number, Stream? content, Change change, CancellationToken ct)
    {
        var picture = await PhotoPicture.ReadAsync(content, ct);
        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                CorrectDetails.DemandCurrent(person, null);
                if (person.DiedOn is not null)
                {
                    throw new Refused("photo.dead", $"The death of {person.Number} is recorded; no photograph is taken in.");
                }

                if (!await db.Consents.AnyAsync(c => c.PersonId == person.Id && c.Purpose == Purpose && c.WithdrawnOn == null, ct))
                {
                    if (string.IsNullOrWhiteSpace(change.Evidence))
                    {
                        throw new Refused("photo.no-consent", "The person's consent to a photograph is not on record. Name the signed form, and it is recorded with the photograph.", "evidence");
                    }

                    await consents.GiveAsync(number, Purpose, change.Today, change.As("consents.give"), ct);
                }

                await SetAsync(person, picture, change, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    /// <summary>Removes it.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such person or photograph, or no reason.</exception>
    public async Task RemoveAsync(string number, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                db.Remove(await db.Photos.SingleOrDefaultAsync(p => p.PersonId == person.Id, ct) ?? throw None(person));
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    /// <summary>Consent ended: the photographs of the person, and of every record merged into it, go with the next save.</summary>
    internal static async Task ForgetAsync(RegistrationDb db, Guid person, CancellationToken ct)
    {
        for (List<Guid> level = [person]; level.Count > 0;)
        {
            var ids = level;
            db.RemoveRange(await db.Photos.Where(p => ids.Contains(p.PersonId)).ToListAsync(ct));
            level = await db.PersonsAnywhere.Where(p => p.MergedIntoId != null && ids.Contains(p.MergedIntoId.Value)).Select(p => p.Id).ToListAsync(ct);
        }
    }

    internal static Refused None(Person person) => new("photo.none", $"There is no photograph of {person.Number}.");

    private async Task SetAsync(Person person, PhotoPicture picture, Change change, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var made = new PersonPhoto
        {
            PersonId = person.Id, Id = id, Sha256 = picture.Sha256, Width = picture.Width, Height = picture.Height, TakenAt = change.Now, TakenBy = change.Actor.Name, Content = PersonPhoto.Seal(keys, id, picture.Jpeg), Version = 1,
        };
        if (await db.Photos.SingleOrDefaultAsync(p => p.PersonId == person.Id, ct) is not { } before)
        {
            db.Add(made);
        }
        else if (before.Sha256 != made.Sha256)
        {
            made.Version = before.Version + 1;
            db.Entry(before).CurrentValues.SetValues(made);
        }
    }
}

/// <summary>Hands out a person's photograph; whose it is goes on the record of who looked.</summary>
/// <param name="db">The register.</param>
/// <param name="keys">Open it.</param>
/// <param name="shown">Told whose photograph the answer shows.</param>
public sealed class ReadPhoto(RegistrationDb db, ColumnKeys keys, PersonsShown shown)
{
    /// <summary>What it is.</summary>
    public const string ContentType = "image/jpeg";

    /// <summary>The JPEG of a number.</summary>
    /// <exception cref="Refused">There is no such person, or no photograph.</exception>
    public async Task<byte[]> HandleAsync(string number, CancellationToken ct)
    {
        var person = await db.FindPersonAsync(number, ct);
        var photo = await db.Photos.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == person.Id, ct) ?? throw KeepPhoto.None(person);
        shown.Add(person.Number);
        return photo.Read(keys);
    }
}
