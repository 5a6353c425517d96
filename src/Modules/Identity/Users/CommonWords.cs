using System.Collections.Frozen;

namespace Spmis.Identity.Users;

/// <summary>
/// What people choose when told to take twelve characters. Lists of passwords that leaked hold few of that length, and those are made of a few hundred words, doubled, in a row, with digits and signs behind: so the words
/// are listed, and every password made of up to three of them counts as common. That is some hundred thousand passwords of two words and tens of millions of three.
/// </summary>
internal static class CommonWords
{
    private const int MostWords = 3;

    private static readonly FrozenSet<string> Words = string.Join(' ',
        // What it is and whose.
        "password passwd passw pass passphrase passcode secret topsecret login logon signin account user username access admin administrator administration superadministrator super superuser supervisor root guest demo test tester testing temp temporary default master manager system server service support helpdesk",
        "changeme change changemenow pleasechangeme mustchange letmein letmeinplease welcome welcometo hello helloworld please open opensesame enter mypassword newpassword oldpassword thepassword my new old the mine your this our with from and not for you me now here home work office computer internet network microsoft windows google facebook whatsapp android samsung apple iphone database backup security secure private",
        // The office.
        "socialsecurity socialprotection social protection spmis pension pensioner pensionfund fund benefit benefits ministry government officer registry register payment payments insurance republic nation national country",
        // The keyboard and the alphabet.
        "qwerty qwertyuiop qwertyuiopasdf qwert qwertz azerty azertyuiop azertyuiopqsdf asdf asdfgh asdfghjkl qsdfghjklm zxcvbn zxcvbnm wxcvbn qaz wsx edc rfv tgb qazwsx qazwsxedc qazwsxedcrfv qwe asd zxc qweasd qweasdzxc poiuytrewq lkjhgfdsa mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijkl abcdefghijklm abcdefghijklmnop aaa xyz",
        // Love and faith.
        "iloveyou iloveyousomuch iloveyouforever ilove love lovely loveyou lover forever always somuch mylove mother father mummy daddy mama papa baby babygirl sister brother family angel darling honey sweet sweetheart beautiful heart happy jesus jesuschrist christ jesusismylord god godisgood godisgreat godbless mygod lord praisethelord hallelujah amen blessed heaven church allah akbar allahuakbar bismillah alhamdulillah inshallah mashallah muhammad mohammed subhanallah",
        // Play.
        "football footballplayer soccer basketball baseball hockey manchester united manchesterunited manchestercity liverpool liverpoolfc chelsea arsenal gunners barcelona realmadrid real madrid juventus ronaldo messi neymar pokemon naruto batman superman spiderman starwars matrix minecraft freedom killer ninja shadow master hunter ranger",
        // Nature and colours.
        "sunshine sun moon star stars summer winter spring autumn flower flowers rose butterfly rainbow dragon monkey tiger lion eagle elephant kitty kitten puppy dolphin princess prince queen king diamond gold golden silver orange banana chocolate cookie coffee pepper ginger purple yellow green black white blue red",
        // Days and months.
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december birthday christmas easter ramadan newyear",
        // Names.
        "michael jordan michelle jennifer jessica ashley nicole daniel anthony andrew joshua matthew robert thomas charlie william james john joseph david george peter paul samuel emmanuel maria mary fatima aisha ahmed hassan ali omar ibrahim",
        // Places.
        "africa kenya nairobi uganda kampala tanzania rwanda kigali ethiopia nigeria lagos ghana accra senegal dakar cameroon congo zambia malawi mozambique angola sudan somalia egypt cairo morocco tunisia algeria brasil brazil mexico colombia bogota peru bolivia france paris london america",
        // Other tongues.
        "motdepasse bonjour bienvenue jetaime soleil amour monamour azerty secret chouchou doudou marseille contrasena contraseña clave bienvenido bienvenidos hola teamo tequiero amor miamor mivida estrella corazon cariño familia dios diosesamor jesuscristo senha palavrapasse bemvindo bemvinda euteamo teamo amorzinho familia deus deusefiel gostosa karibu habari nakupenda mungu mungumkubwa baraka upendo furaha simba nywila kalimatalsir habibi habibti marhaba salam hayati")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly int Longest = Words.Max(w => w.Length);

    /// <summary>The words, for the test that counts what they make.</summary>
    public static IReadOnlyCollection<string> All => Words;

    /// <summary>Whether a password is made of nothing but up to three of these words, whatever digits and signs stand before, between and behind, or in place of letters: <c>P@ssw0rd-2026!</c>.</summary>
    public static bool Make(string password)
    {
        var inner = password.ToLowerInvariant().TrimEnd("0123456789!?.,#*+-_@$ ".ToCharArray()).TrimStart("0123456789!?.,#*+-_ ".ToCharArray());
        return new[] { inner, Read(inner, 'l'), Read(inner, 'i') }.Any(form => IsOfWords(string.Concat(form.Where(char.IsLetter))));
    }

    private static string Read(string text, char one) => string.Concat(text.Select(c => c switch
    {
        '@' or '4' => 'a',
        '3' => 'e',
        '0' => 'o',
        '$' or '5' => 's',
        '7' => 't',
        '1' or '!' => one,
        _ => c,
    }));

    // Of a beginning of so many letters, the fewest words that make it; nothing but digits and signs is made of none.
    private static bool IsOfWords(string letters)
    {
        var fewest = Enumerable.Repeat(int.MaxValue, letters.Length + 1).ToArray();
        fewest[0] = 0;
        for (var end = 1; end <= letters.Length; end++)
        {
            for (var start = Math.Max(0, end - Longest); start < end; start++)
            {
                if (fewest[start] < Math.Min(MostWords, fewest[end] - 1) && Words.Contains(letters[start..end]))
                {
                    fewest[end] = fewest[start] + 1;
                }
            }
        }

        return fewest[^1] <= MostWords;
    }
}
