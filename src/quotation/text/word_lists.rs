//! The words themselves, by class: general English, no person, and only places that stand for governments.

use super::class::Class;

type C = Class;

/// Words that are known in the listed form only.
pub(crate) const LISTS: &[(Class, &str)] = &[
    (
        C::DET,
        "the a an this these those some any each every no another both all most many several few one two three four five six seven eight nine ten",
    ),
    (
        C::PREP,
        "of in on at for from with to into by about against during through between among over under since until near inside outside without within toward towards despite amid following upon across before after around behind beyond like per via because unlike throughout along alongside besides regarding concerning",
    ),
    (C::ARTICLE, "the a an this these those any each every no another some"),
    (
        C::CLAIM,
        "claim claims assertion assertions statement statements remark remarks comment comments argument arguments contention promise promises pledge pledges vow vows warning warnings criticism criticisms accusation accusations allegation allegations complaint complaints insistence suggestion suggestions description descriptions characterization comparison demand demands admission belief fear fears view words prediction predictions declaration denial answer response reply explanation question questions observation vision",
    ),
    (C::BY, "by"),
    (C::CONJ, "and or but nor yet so"),
    (C::SUB, "when while if because although though whereas as unless whether where why how what once lest even"),
    (C::REL, "who whom which whose"),
    (C::THAT, "that"),
    (C::PRON, "he she they i we it you"),
    (
        C::PRON,
        "he's she's he'd she'd they've we've i've i'm they're we're you're it's he'll she'll they'd we'd i'd i'll he’s she’s he’d she’d they’ve we’ve i’ve i’m they’re we’re you’re it’s he’ll she’ll they’d we’d i’d i’ll",
    ),
    (
        C::AUX,
        "he's she's he'd she'd they've we've i've i'm they're we're you're it's he'll she'll they'd we'd i'd i'll he’s she’s he’d she’d they’ve we’ve i’ve i’m they’re we’re you’re it’s he’ll she’ll they’d we’d i’d i’ll",
    ),
    (C::FEMALE, "she her"),
    (C::MALE, "he him his"),
    (C::POSS, "his her their my our its your"),
    (
        C::AUX,
        "is are was were be been being am has have had having do does did will would can could shall should may might must cannot can't won't wouldn't couldn't shouldn't isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't can’t won’t wouldn’t couldn’t shouldn’t isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t",
    ),
    (
        C::ADV,
        "also long then later once again never not always often simply just even still now further recently previously already repeatedly earlier soon first instead too ever only jokingly famously reportedly rather both all themselves himself herself itself publicly since yet afterward afterwards immediately quickly later",
    ),
    (
        C::OPEN,
        "meanwhile however moreover furthermore nonetheless nevertheless besides indeed still separately elsewhere finally overall notably additionally instead otherwise there here perhaps today yesterday tonight tomorrow yet then now later earlier yes no well oh okay ok not similarly notably recently ironically importantly interestingly surprisingly unfortunately fortunately clearly obviously specifically initially eventually ultimately reportedly privately publicly previously generally basically essentially admittedly conversely consequently accordingly simultaneously subsequently shortly apparently likewise nationally locally",
    ),
    (
        C::TIME,
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today yesterday tonight tomorrow week weekend month year years day days morning afternoon evening night midnight noon hours weeks months ago summer winter spring autumn",
    ),
    (
        C::TITLE,
        "mr mrs ms miss dr prof sen rep gov gen lt col maj capt sgt cpl adm cmdr rev fr sir dame lord lady hon judge justice president vice-president senator congressman congresswoman representative governor secretary minister chancellor premier ambassador mayor professor doctor general colonel captain lieutenant major sergeant admiral king queen prince princess pope cardinal bishop archbishop chairman chairwoman chairperson chair director chief officer attorney speaker leader commissioner detective sheriff reporter sens reps messrs imam rabbi pastor reverend sheikh sultan emperor councilman councilwoman councillor lawmaker delegate candidate nominee pres amb atty comrade",
    ),
    (
        C::ROLE,
        "spokesman spokeswoman spokesperson spokespeople spokesmen official officer executive analyst expert researcher fellow economist strategist adviser advisor consultant lawyer attorney aide manager director president chairman chairwoman chair chairperson chief head leader founder co-founder cofounder owner editor reporter journalist columnist author writer commentator professor scholar scientist lecturer teacher student engineer developer investor trader banker broker activist advocate organizer organiser campaigner operative insider source member minister secretary ambassador diplomat envoy negotiator lawmaker legislator senator congressman congresswoman representative governor mayor candidate nominee frontrunner front-runner delegate voter supporter critic opponent rival resident worker employee farmer pastor bishop priest judge justice prosecutor sheriff veteran soldier general commander actor actress singer comedian host anchor moderator interviewer billionaire mogul businessman businesswoman entrepreneur tycoon magnate ceo cfo cto coo vp partner counsel treasurer coordinator specialist historian politician democrat republican conservative liberal socialist man woman mother father son daughter wife husband brother sister friend neighbor neighbour victim witness deputy vice-president vice-chairman pollster whip premier chancellor king queen pope administrator superintendent principal dean lobbyist technician designer physician doctor nurse surgeon psychologist person guy someone somebody guard waiter waitress driver cook chef carpenter fisherman docker pilot sailor geologist biologist chemist physicist ethologist surveyor clerk baker butcher barber keeper ranger coach captain player goalkeeper striker tenant landlord landlady bookkeeper negotiator counterpart challenger predecessor successor prefect conductor cellist critic artist painter composer poet novelist filmmaker photographer mechanic electrician plumber retiree pensioner shopkeeper stallholder widow widower bride groom uncle aunt cousin nephew niece grandfather grandmother grandson granddaughter parent colleague",
    ),
    (
        C::FEMALE,
        "spokeswoman chairwoman congresswoman businesswoman actress mother daughter wife sister woman girl lady mrs ms miss queen princess councilwoman policewoman dame mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela shirley anna ruth brenda pamela nicole katherine samantha christine emma catherine debra virginia rachel carolyn janet maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith olivia martha cheryl megan andrea ann alice jean hannah jacqueline gloria teresa sara janice marie julia theresa madison grace judy beverly denise marilyn amber danielle rose brittany diana abigail jane natalie lori alexis kayla ursula angela annalena giorgia",
    ),
    (
        C::MALE,
        "spokesman chairman congressman businessman actor father son husband brother man boy mr sir king prince councilman policeman pope james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald mark paul steven andrew kenneth george joshua kevin brian edward ronald timothy jason jeffrey ryan gary jacob nicholas eric stephen jonathan larry justin scott brandon frank benjamin gregory samuel raymond patrick alexander jack dennis jerry tyler aaron jose henry douglas peter adam nathan zachary walter kyle harold carl jeremy keith roger gerald ethan arthur terry christian sean lawrence austin joe noah jesse albert bryan billy bruce willie jordan dylan alan ralph gabriel roy juan wayne eugene logan randy louis russell vincent philip bobby johnny bradley mike tom jim bob bill steve jeff greg tim dan ben sam chris olaf emmanuel vladimir",
    ),
    (
        C::BODY,
        "ministry department agency bureau commission committee council court parliament congress senate house government administration embassy consulate office company corporation corp inc ltd co llc group association federation union party campaign university college institute institution academy school hospital foundation organization organisation society league alliance coalition board bank fund firm giant chipmaker maker manufacturer network newspaper times post journal agency news media service police army navy military force forces command center centre authority administration caucus chamber pac team church club guild bloc consortium startup platform laboratory lab labs industries technologies technology systems studios holdings partners securities capital",
    ),
    (
        C::GROUP,
        "officials spokespeople analysts experts researchers economists strategists advisers advisors lawyers attorneys aides executives leaders critics opponents supporters activists advocates protesters protestors demonstrators lawmakers legislators senators democrats republicans conservatives liberals progressives voters residents workers employees investors traders scientists scholars journalists reporters commentators sources insiders operatives people others members companies firms authorities ministers diplomats prosecutors judges delegates candidates rivals fans users students teachers parents women men families neighbors neighbours observers pundits media outlets newspapers papers countries governments groups crowd attendees audience",
    ),
    (
        C::SPEECH,
        "statement letter memo email e-mail report article editorial column op-ed essay post tweet message interview speech address remark remarks comment comments release note press testimony filing complaint lawsuit ruling opinion resolution petition document text book memoir ad advertisement transcript blog notice email emails announcement headline sign banner caption quote words question answer response reply review website page order rule law bill sheet platform pamphlet poster call draft communiqué communique bulletin circular prospectus diary leaflet",
    ),
    (
        C::WORK,
        "film movie show song album novel book play musical series podcast program programme sitcom documentary magazine newsletter column essay website exhibit exhibition painting poem ballet opera bestseller best-seller memoir ad video single game drama comedy hit project operation tour campaign event section episode hashtag segment playlist trilogy blockbuster commentary forum",
    ),
    (
        C::NAMED,
        "titled entitled called named known dubbed nicknamed so-called termed labeled labelled billed term terms word words phrase phrases nickname moniker slogan motto headlined captioned subtitled hashtag codenamed self-described self-styled",
    ),
    (
        C::NATION,
        "american chinese russian british french german japanese korean indian canadian mexican iranian israeli palestinian syrian iraqi turkish european dutch italian spanish polish ukrainian australian saudi democratic republican conservative liberal progressive independent muslim christian jewish catholic federal national international foreign former longtime veteran senior top chief deputy acting interim then outgoing incoming southern northern eastern western",
    ),
    (
        C::PLACE,
        "washington beijing moscow london paris berlin tokyo seoul brussels china russia japan germany france britain india iran israel ukraine taiwan canada mexico u.s us uk eu u.k un u.n nato",
    ),
    (
        C::SURNAME,
        "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan qian yin lai wen mo lü lv gong tu ouyang kim park lee choi jung kang cho yoon jang lim nguyen tran pham",
    ),
    (C::PARTICLE, "van von der den de del della di da la le du dos das al el bin ibn ben ter ten af av y st"),
    (
        C::ABBR,
        "mr mrs ms dr prof sen rep gov gen lt col maj capt sgt cpl adm cmdr rev fr hon jr sr inc corp ltd co llc vs etc st mt no dept assn bros jan feb mar apr jun jul aug sep sept oct nov dec ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo ph.d u.s u.k u.n d.c a.m p.m e.g i.e sens reps messrs pres amb atty ave blvd approx",
    ),
    (
        C::VERB,
        "won took went came made gave got left lost ran held met saw began knew found stood kept put brought became sat led drew fell grew rose spent sent built bought paid broke chose drove ate flew forgot heard hit hurt laid lay meant rode sang shook shut slept sold spoke stole swam taught threw understood wore wants needs makes takes goes comes gets gives sees seems appears remains becomes tends tries uses used tried seemed appeared remained wanted needed turned moved helped started stopped looked asked won't faces plans faced planned released launched opened ended visited arrived joined voted ran signed issued imposed includes included followed gained served worked lived died",
    ),
    (
        C::NOUNISH,
        "chants nods attacks ventures questions comments claims reports posts promises hopes fears calls demands charges notes estimates shouts screams cries answers remarks complaints names views thoughts replies responses laughs defends pledges vows signals echoes objects protests concerns worries doubts attack report claim question comment post call note promise answer remark reply demand estimate concern shows show benchmarks wonders counters cautions stresses blasts states state praise ridicule challenge challenges mentions references quotes points finds guesses sounds cites",
    ),
    (
        C::MEDIA,
        "cnn nbc abc cbs msnbc fox npr bbc pbs twitter facebook reuters bloomberg politico instagram youtube xinhua ap afp",
    ),
];

/// Regular verbs; all forms are derived. `*` doubles the last letter.
pub(crate) const VERBS: &[(Class, &str)] = &[
    (
        C::SAY,
        "add note explain argue claim insist declare state announce concede contend maintain assert warn caution stress emphasize emphasise remark comment observe reply respond answer retort counter joke tweet conclude continue recall predict suggest propose vow pledge promise complain lament boast exclaim shout yell scream chant whisper mutter murmur ask question wonder inquire demand urge plead agree disagree object protest reveal disclose confirm deny allege estimate believe hope fear worry muse reflect opine offer repeat reiterate recount report testify proclaim profess point interject intone gush rave sigh laugh chuckle deadpan elaborate clarify specify indicate imply hint echo cry acknowledge post retweet reason surmise speculate conjecture theorize quip* brag* admit* snap* concur* beg* nod* narrate relate sum* volunteer affirm attest avow confess divulge hiss growl grumble holler howl instruct interrupt lecture pronounce recite remember signal sneer sniff stipulate underline underscore venture vouch highlight bellow blurt confide implore crow explode fume marvel pray preach shrug* sob* thunder wail whine assess advise assure counsel recommend rule rate determine judge decide retaliate thump vent marvel",
    ),
    (C::TELL, "inform remind assure advise warn notify tell ask"),
    (
        C::CALL,
        "describe label brand term characterize characterise deem denounce condemn decry blast criticize criticise attack ridicule mock deride dismiss praise hail laud tout refer* portray depict accuse blame lambaste lambast hammer knock chide scold rebuke chastise reject defend compare cite quote reference mention credit compliment call liken pan* slam* rip* rap* dub* bash tease taunt thank congratulate applaud commend consider regard view name vilify pillory berate castigate deplore bemoan disparage demean belittle insult assail savage skewer excoriate salute paint explain",
    ),
    (
        C::VERB,
        "want need seem appear remain turn move help start stop look face plan release launch open end visit arrive join vote sign issue impose include follow gain serve work live die endorse support oppose back introduce attend speak try discuss address deliver play campaign win express raise prompt spark weigh draw describe agree refuse decline fail manage decide focus push expect prefer love like hate enjoy receive gather earn claim enter pass walk talk happen allow require create drop* run lead hold show",
    ),
];

/// Irregular verbs: base, third person, past, -ing.
pub(crate) const IRREGULAR: &[(Class, &str)] = &[
    (C::SAY, "say says said saying"),
    (C::TELL, "tell tells told telling"),
    (C::SAY, "write writes wrote writing"),
    (C::SAY, "swear swears swore swearing"),
    (C::SAY, "think thinks thought thinking"),
    (C::SAY, "feel feels felt feeling"),
    (C::SAY, "sing sings sang singing"),
    (C::SAY, "read reads read reading"),
    (C::SAY, "foretell foretells foretold foretelling"),
    (C::SAY, "find finds found finding"),
    (C::CALL, "cast casts cast casting"),
    (C::SAY, "hear hears heard hearing"),
    (C::SAY, "fire fires fired firing"),
    (C::SAY, "put puts put putting"),
    (C::SAY, "shoot shoots shot shooting"),
];
